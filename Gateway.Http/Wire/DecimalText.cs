namespace OrleansIot.Gateway.Wire;

/// <summary>
/// The exact value of a number as text, without ever building it: 0.d₁d₂…dₖ × 10^<see cref="Point"/>, where d₁ and dₖ are not zero.
/// Takes any spelling that <see cref="NumberText"/> knows.
/// </summary>
internal readonly ref struct DecimalText
{
    private const long FarAway = 1_000_000_000_000_000;

    private readonly ReadOnlySpan<byte> _whole;
    private readonly ReadOnlySpan<byte> _fraction;
    private readonly int _first;

    public DecimalText(ReadOnlySpan<byte> text)
    {
        Negative = text[0] == '-';
        if (Negative)
            text = text[1..];
        int mark = text.IndexOfAny((byte)'e', (byte)'E');
        HasExponent = mark >= 0;
        long exponent = HasExponent ? ReadExponent(text[(mark + 1)..]) : 0;
        if (HasExponent)
            text = text[..mark];
        int point = text.IndexOf((byte)'.');
        HasPoint = point >= 0;
        _whole = HasPoint ? text[..point] : text;
        _fraction = HasPoint ? text[(point + 1)..] : default;

        _first = _whole.IndexOfAnyExcept((byte)'0');
        if (_first < 0)
        {
            int first = _fraction.IndexOfAnyExcept((byte)'0');
            _first = _whole.Length + first;
            if (first < 0)
                return;
        }

        int last = _fraction.LastIndexOfAnyExcept((byte)'0');
        last = last >= 0 ? _whole.Length + last : _whole.LastIndexOfAnyExcept((byte)'0');
        Significant = last - _first + 1;
        Point = _whole.Length - _first + exponent;
    }

    public bool Negative { get; }

    public bool HasPoint { get; }

    public bool HasExponent { get; }

    /// <summary>k, the number of significant digits; 0 for zero.</summary>
    public int Significant { get; }

    public long Point { get; }

    public bool IsIntegral => Significant <= Point || Significant == 0;

    /// <summary>dᵢ for i from 0, as ASCII; '0' behind the last.</summary>
    public byte this[int i]
    {
        get
        {
            if (i >= Significant)
                return (byte)'0';
            i += _first;
            return i < _whole.Length ? _whole[i] : _fraction[i - _whole.Length];
        }
    }

    /// <summary>The value without its fraction, where that fits 64 bits.</summary>
    public bool TryTruncate(out long value)
    {
        value = 0;
        if (Significant == 0 || Point <= 0)
            return true;
        if (Point > 19)
            return false;
        ulong magnitude = 0;
        for (int i = 0; i < Point; i++)
            magnitude = magnitude * 10 + (ulong)(this[i] - '0');
        if (magnitude > long.MaxValue + (Negative ? 1UL : 0UL))
            return false;
        value = Negative ? (long)(0 - magnitude) : (long)magnitude;
        return true;
    }

    /// <summary>The nearest double; infinite beyond the range, zero below it. The cost does not depend on the size of the exponent.</summary>
    public double ToDouble()
    {
        const int Enough = 800; // A double's rounding is decided by its first 767 digits and by whether anything follows.
        if (Significant == 0 || Point < -400)
            return Negative ? -0.0 : 0.0;
        if (Point > 400)
            return Negative ? double.NegativeInfinity : double.PositiveInfinity;
        Span<byte> text = stackalloc byte[Enough + 16];
        int length = 0;
        if (Negative)
            text[length++] = (byte)'-';
        text[length++] = (byte)'.';
        for (int i = 0; i < Math.Min(Significant, Enough); i++)
            text[length++] = this[i];
        if (Significant > Enough)
            text[length++] = (byte)'1';
        text[length++] = (byte)'e';
        Point.TryFormat(text[length..], out int digits, default, System.Globalization.CultureInfo.InvariantCulture);
        return NumberText.ToDouble(text[..(length + digits)]);
    }

    private static long ReadExponent(ReadOnlySpan<byte> text)
    {
        bool negative = text[0] == '-';
        long exponent = 0;
        foreach (byte digit in text[0] is (byte)'-' or (byte)'+' ? text[1..] : text)
            exponent = Math.Min(FarAway, exponent * 10 + (digit - '0'));
        return negative ? -exponent : exponent;
    }
}
