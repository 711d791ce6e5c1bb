using System.Buffers;

namespace OrleansIot.Gateway.Wire;

/// <summary>
/// Reads the lenient grammar (specification 2.1) token by token from valid UTF-8, forward only and in linear time. A method that returns
/// false has set <see cref="Refusal"/>; the reader is of no use afterwards.
/// </summary>
internal ref partial struct LenientReader(ReadOnlySpan<byte> body, int start = 0)
{
    /// <summary>Objects and arrays inside each other, the root included.</summary>
    public const int MaxDepth = 255;

    private static readonly SearchValues<byte> Blanks = SearchValues.Create(" \t\r\n"u8);

    private readonly ReadOnlySpan<byte> _body = body;
    private int _at = start;
    private int _depth;

    public WireRefusal Refusal { get; private set; }

    /// <summary>Steps over a byte order mark, the anti-hijack prefix and blanks to the root value.</summary>
    public bool TryBegin(out bool blank)
    {
        if (_body.StartsWith("\uFEFF"u8))
            _at = 3;
        blank = false;
        if (!TrySkipBlanks())
            return false;
        ReadOnlySpan<byte> rest = _body[_at..];
        if (rest.StartsWith(")]}'\n"u8) || rest.StartsWith(")]}'\r\n"u8))
        {
            _at += 5;
            if (!TrySkipBlanks())
                return false;
        }

        blank = _at == _body.Length;
        return true;
    }

    /// <summary>After the root value nothing but blanks and comments may follow.</summary>
    public bool TryEnd() => TrySkipBlanks() && (_at == _body.Length || Refuse(_at, "The document has ended, but text follows"));

    private bool Refuse(int at, string problem)
    {
        Refusal = WireRefusal.At(at, problem);
        return false;
    }

    private bool TrySkipBlanks()
    {
        while (_at < _body.Length)
        {
            switch (_body[_at])
            {
                case (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n':
                    int blanks = _body[_at..].IndexOfAnyExcept(Blanks);
                    _at = blanks < 0 ? _body.Length : _at + blanks;
                    break;
                case (byte)'#':
                    SkipLine();
                    break;
                case (byte)'/' when _at + 1 < _body.Length && _body[_at + 1] == '/':
                    SkipLine();
                    break;
                case (byte)'/' when _at + 1 < _body.Length && _body[_at + 1] == '*':
                    int end = _body[(_at + 2)..].IndexOf("*/"u8);
                    if (end < 0)
                        return Refuse(_at, "A comment is not closed; it starts");
                    _at += end + 4;
                    break;
                default:
                    return true;
            }
        }

        return true;
    }

    private void SkipLine()
    {
        int end = _body[_at..].IndexOfAny((byte)'\n', (byte)'\r');
        _at = end < 0 ? _body.Length : _at + end;
    }
}
