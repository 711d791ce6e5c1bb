using System.Buffers.Text;

namespace OrleansIot.Gateway.Wire;

/// <summary>Doubles in Java's notation with the fewest digits that read back the same: 42.0, 1.0E-5, 1.23E8.</summary>
internal static class DoubleText
{
    // Plain from 10⁻³ to below 10⁷.
    private const int LowestPlainPoint = -2;
    private const int HighestPlainPoint = 7;

    /// <param name="room">At least 32 bytes.</param>
    public static int Write(double value, Span<byte> room)
    {
        int length = 0;
        if (double.IsNegative(value))
            room[length++] = (byte)'-';
        var digits = new ShortestDigits(value);
        if (digits.Length == 0)
        {
            "0.0"u8.CopyTo(room[length..]);
            return length + 3;
        }

        bool plain = digits.Point is >= LowestPlainPoint and <= HighestPlainPoint;
        int whole = plain ? digits.Point : 1;
        if (whole <= 0)
            room[length++] = (byte)'0';
        for (int i = 0; i < whole; i++)
            room[length++] = i < digits.Length ? digits[i] : (byte)'0';
        room[length++] = (byte)'.';
        for (int i = whole; i < 0; i++)
            room[length++] = (byte)'0';
        for (int i = Math.Max(whole, 0); i < digits.Length; i++)
            room[length++] = digits[i];
        if (digits.Length <= whole)
            room[length++] = (byte)'0';
        if (plain)
            return length;
        room[length++] = (byte)'E';
        Utf8Formatter.TryFormat(digits.Point - 1, room[length..], out int exponent);
        return length + exponent;
    }
}
