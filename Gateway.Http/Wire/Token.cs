namespace OrleansIot.Gateway.Wire;

/// <summary>A value or a name in a body.</summary>
/// <param name="Start">First byte: of the content for a string, of the bracket for an object or array.</param>
/// <param name="Length">Bytes of the content for a string, of the token otherwise; 0 for an object or array not read to its end.</param>
/// <param name="Escaped">The content of the string is not its text: it holds escapes or NUL.</param>
internal readonly record struct Token(TokenKind Kind, int Start, int Length, bool Escaped = false)
{
    public bool IsContainer => Kind is TokenKind.Object or TokenKind.Array;

    public ReadOnlySpan<byte> In(ReadOnlySpan<byte> body) => body.Slice(Start, Length);
}
