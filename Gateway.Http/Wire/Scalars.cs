using OrleansIot.Values;

namespace OrleansIot.Gateway.Wire;

/// <summary>What a number or the text of a string is stored as (specification 2.4).</summary>
internal static class Scalars
{
    private const int MostPlainDigits = 40;
    private const int LongestPlain = 400;

    /// <summary>
    /// The value of a number. Kind String: an integer beyond 64 bits, as its plain digits. Kind Double may be infinite: then no value holds it.
    /// </summary>
    public static TypedValue OfNumber(ReadOnlySpan<byte> token)
    {
        if (token.IndexOfAny((byte)'.', (byte)'e', (byte)'E') < 0)
            return OfDigits(token);
        if (token.IndexOfAny((byte)'e', (byte)'E') < 0)
            return TypedValue.Double(NumberText.ToDouble(token));
        var number = new DecimalText(token);
        if (!number.IsIntegral)
            return TypedValue.Double(number.ToDouble());
        if (number.TryTruncate(out long whole))
            return TypedValue.Long(whole);
        return number.HasPoint || number.Point > MostPlainDigits ? TypedValue.Double(number.ToDouble()) : TypedValue.String(PlainDigits(number));
    }

    /// <summary>A bare word that is a number to us, though not to JSON.</summary>
    public static bool TryWord(ReadOnlySpan<byte> word, out TypedValue value)
    {
        bool loose = NumberText.IsLoose(word, out bool point);
        value = !loose ? default : point ? TypedValue.Double(NumberText.ToDouble(word)) : OfDigits(word);
        return loose;
    }

    /// <summary>The text of a string that prints back as exactly the same text once it is a number.</summary>
    public static bool TryCast(ReadOnlySpan<byte> text, out TypedValue value)
    {
        value = default;
        if (text.Length is 0 or > LongestPlain || text[0] is not ((byte)'-' or (>= (byte)'0' and <= (byte)'9')) || !NumberText.IsJson(text))
            return false;
        var number = new DecimalText(text);
        if (number.HasExponent)
            return false;
        if (!number.HasPoint)
        {
            if (number.Negative && number.Significant == 0)
                return false;
            bool fits = number.TryTruncate(out long whole);
            value = TypedValue.Long(whole);
            return fits;
        }

        if (text[^1] == '0' && text[^2] != '.')
            return false;
        double real = NumberText.ToDouble(text);
        value = TypedValue.Double(real);
        return double.IsFinite(real) && SameDigits(number, new ShortestDigits(real));
    }

    private static TypedValue OfDigits(ReadOnlySpan<byte> token) =>
        NumberText.TryReadLong(token, out long whole) ? TypedValue.Long(whole) : TypedValue.String(token.ToArray());

    private static byte[] PlainDigits(in DecimalText number)
    {
        int sign = number.Negative ? 1 : 0;
        byte[] digits = new byte[sign + (int)number.Point];
        digits[0] = (byte)'-';
        for (int i = sign; i < digits.Length; i++)
            digits[i] = number[i - sign];
        return digits;
    }

    private static bool SameDigits(in DecimalText text, in ShortestDigits shortest)
    {
        if (text.Significant != shortest.Length || (shortest.Length > 0 && text.Point != shortest.Point))
            return false;
        for (int i = 0; i < shortest.Length; i++)
        {
            if (text[i] != shortest[i])
                return false;
        }

        return true;
    }
}
