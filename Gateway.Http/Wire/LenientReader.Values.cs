using System.Buffers;
using System.Text;

namespace OrleansIot.Gateway.Wire;

internal ref partial struct LenientReader
{
    private static readonly SearchValues<byte> WordEnds = SearchValues.Create(" \t\f\r\n{}[]:,;=#/\\"u8);
    private static readonly SearchValues<byte> StringStops = SearchValues.Create("\"\\\0"u8);
    private static readonly SearchValues<byte> SingleQuotedStops = SearchValues.Create("'\\\0"u8);

    /// <summary>Reads a scalar, or the opening bracket of an object or array.</summary>
    public bool TryReadValue(out Token value)
    {
        value = default;
        if (!TrySkipBlanks())
            return false;
        if (_at == _body.Length)
            return Refuse(_at, "The document ends where a value is expected");
        switch (_body[_at])
        {
            case (byte)'"' or (byte)'\'':
                return TryReadQuoted(out value);
            case (byte)'{':
                return TryEnter(TokenKind.Object, out value);
            case (byte)'[':
                return TryEnter(TokenKind.Array, out value);
            default:
                if (!TryReadWord(out value))
                    return Refuse(_at, "A value is missing");
                value = value with { Kind = KindOf(value.In(_body)) };
                return true;
        }
    }

    private bool TryEnter(TokenKind kind, out Token value)
    {
        value = new Token(kind, _at, 0);
        if (++_depth > MaxDepth)
            return Refuse(_at, "Objects and arrays are nested more than 255 deep");
        _at++;
        return true;
    }

    private bool TryReadWord(out Token word)
    {
        int start = _at, end = start;
        // Words are short: the vectorised search starts to pay only when one turns out to be long.
        int near = Math.Min(_body.Length, start + 24);
        while (end < near && !WordEnds.Contains(_body[end]))
            end++;
        if (end == near && near < _body.Length)
        {
            int length = _body[end..].IndexOfAny(WordEnds);
            end = length < 0 ? _body.Length : end + length;
        }

        _at = end;
        word = new Token(TokenKind.Word, start, end - start);
        return end > start;
    }

    private bool TryReadQuoted(out Token text)
    {
        SearchValues<byte> stops = _body[_at] == '"' ? StringStops : SingleQuotedStops;
        int start = _at + 1, at = start;
        bool escaped = false;
        text = default;
        while (true)
        {
            int run = _body[at..].IndexOfAny(stops);
            if (run < 0)
                return Refuse(_at, "A string is not closed; it starts");
            at += run;
            switch (_body[at])
            {
                case (byte)'\\':
                    int length = JsonEscapes.LengthOf(_body[at..]);
                    if (length == 0)
                        return Refuse(at, "A string has an unknown escape");
                    at += length;
                    escaped = true;
                    break;
                case 0:
                    at++;
                    escaped = true;
                    break;
                default:
                    text = new Token(TokenKind.String, start, at - start, escaped);
                    _at = at + 1;
                    return true;
            }
        }
    }

    private static TokenKind KindOf(ReadOnlySpan<byte> word)
    {
        if (word[0] == '-' || char.IsAsciiDigit((char)word[0]))
            return NumberText.IsJson(word) ? TokenKind.Number : TokenKind.Word;
        return word.Length switch
        {
            4 when Ascii.EqualsIgnoreCase(word, "true"u8) => TokenKind.True,
            5 when Ascii.EqualsIgnoreCase(word, "false"u8) => TokenKind.False,
            4 when Ascii.EqualsIgnoreCase(word, "null"u8) => TokenKind.Null,
            _ => TokenKind.Word,
        };
    }
}
