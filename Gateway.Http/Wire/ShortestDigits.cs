using System.Globalization;
using System.Runtime.CompilerServices;

namespace OrleansIot.Gateway.Wire;

/// <summary>The fewest digits that read back as the same double: 0.d₁d₂…dₖ × 10^<see cref="Point"/>; none for zero.</summary>
internal readonly struct ShortestDigits
{
    private readonly Digits _digits;

    /// <param name="value">Finite; the sign does not count.</param>
    public ShortestDigits(double value)
    {
        Span<byte> text = stackalloc byte[32];
        Math.Abs(value).TryFormat(text, out int length, default, CultureInfo.InvariantCulture);
        text = text[..length];
        int exponent = 0, mark = text.IndexOf((byte)'E');
        if (mark >= 0)
        {
            int.TryParse(text[(mark + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent);
            text = text[..mark];
        }

        bool behindPoint = false;
        foreach (byte sign in text)
        {
            if (sign == '.')
            {
                behindPoint = true;
                continue;
            }

            if (Length > 0 || sign != '0')
                _digits[Length++] = sign;
            if (Length > 0 && !behindPoint)
                Point++;
            if (Length == 0 && behindPoint)
                Point--;
        }

        Point += exponent;
        while (Length > 0 && _digits[Length - 1] == '0')
            Length--;
    }

    public int Length { get; }

    public int Point { get; }

    /// <summary>dᵢ for i from 0, as ASCII.</summary>
    public byte this[int i] => _digits[i];

    [InlineArray(24)]
    private struct Digits
    {
        private byte _first;
    }
}
