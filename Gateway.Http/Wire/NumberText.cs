using System.Globalization;

namespace OrleansIot.Gateway.Wire;

/// <summary>The spellings of numbers.</summary>
internal static class NumberText
{
    /// <summary>A number as RFC 8259 spells it.</summary>
    public static bool IsJson(ReadOnlySpan<byte> text)
    {
        int at = text.StartsWith("-"u8) ? 1 : 0;
        int whole = Digits(text, at);
        if (whole == 0 || (whole > 1 && text[at] == '0'))
            return false;
        at += whole;
        if (at < text.Length && text[at] == '.')
        {
            int fraction = Digits(text, at + 1);
            if (fraction == 0)
                return false;
            at += fraction + 1;
        }

        if (at < text.Length && text[at] is (byte)'e' or (byte)'E')
        {
            at++;
            if (at < text.Length && text[at] is (byte)'+' or (byte)'-')
                at++;
            int exponent = Digits(text, at);
            if (exponent == 0)
                return false;
            at += exponent;
        }

        return at == text.Length;
    }

    /// <summary>
    /// A number that JSON would spell otherwise (01, .5, -.5): an optional minus, digits with at most one point, no point at the end.
    /// </summary>
    public static bool IsLoose(ReadOnlySpan<byte> text, out bool point)
    {
        int at = text.StartsWith("-"u8) ? 1 : 0;
        int whole = Digits(text, at);
        at += whole;
        point = at < text.Length && text[at] == '.';
        int fraction = point ? Digits(text, at + 1) : 0;
        return at + fraction + (point ? 1 : 0) == text.Length && (point ? fraction > 0 : whole > 0);
    }

    /// <summary>An optional sign and digits that fit 64 bits; leading zeros do not count.</summary>
    public static bool TryReadLong(ReadOnlySpan<byte> text, out long value) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);

    /// <summary>The nearest double of a number without exponent, or of a short one; infinite beyond the range.</summary>
    public static double ToDouble(ReadOnlySpan<byte> text) =>
        double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out double value)
            ? value
            : double.NaN;

    private static int Digits(ReadOnlySpan<byte> text, int start)
    {
        int at = start;
        while (at < text.Length && (uint)(text[at] - '0') <= 9)
            at++;
        return at - start;
    }
}
