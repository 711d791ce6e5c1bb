namespace OrleansIot.Gateway.Wire;

/// <summary>Times that devices send: whole milliseconds since 1970, as a number or in a string.</summary>
internal static class Timestamps
{
    private const int LongestEscaped = 128;

    /// <summary>A number loses its fraction; a string must be digits with an optional sign. Both must fit 64 bits.</summary>
    public static bool TryRead(Token token, ReadOnlySpan<byte> body, out long ts)
    {
        ts = 0;
        return token.Kind switch
        {
            TokenKind.Number => new DecimalText(token.In(body)).TryTruncate(out ts),
            TokenKind.Word => IsWhole(token.In(body)) && NumberText.TryReadLong(token.In(body), out ts),
            TokenKind.String => token.Escaped ? TryReadEscaped(token, body, out ts) : IsWhole(token.In(body)) && NumberText.TryReadLong(token.In(body), out ts),
            _ => false,
        };
    }

    private static bool TryReadEscaped(Token token, ReadOnlySpan<byte> body, out long ts)
    {
        ts = 0;
        if (token.Length > LongestEscaped)
            return false;
        Span<byte> room = stackalloc byte[LongestEscaped];
        ReadOnlySpan<byte> text = room[..JsonEscapes.Resolve(token.In(body), room, keepNul: true)];
        return IsWhole(text) && NumberText.TryReadLong(text, out ts);
    }

    /// <summary>The framework's parser would also take NUL behind the digits.</summary>
    private static bool IsWhole(ReadOnlySpan<byte> text) => !text.IsEmpty && char.IsAsciiDigit((char)text[^1]);
}
