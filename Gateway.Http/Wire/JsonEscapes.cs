using System.Text;

namespace OrleansIot.Gateway.Wire;

/// <summary>Escapes inside quoted strings.</summary>
internal static class JsonEscapes
{
    /// <summary>Bytes of the escape that the text starts with; 0 when it is none.</summary>
    public static int LengthOf(ReadOnlySpan<byte> text)
    {
        if (text.Length < 2)
            return 0;
        if (text[1] == 'u')
            return text.Length >= 6 && TryReadHex(text[2..6], out _) ? 6 : 0;
        return Simple(text[1]) == 0 ? 0 : 2;
    }

    /// <summary>
    /// Writes the text that the content of a quoted string stands for: escapes resolved, half a surrogate pair replaced by U+FFFD, NUL left
    /// out unless it is kept. Never longer than the content. The escapes have been checked by <see cref="LengthOf"/>.
    /// </summary>
    public static int Resolve(ReadOnlySpan<byte> content, Span<byte> text, bool keepNul = false)
    {
        int length = 0;
        while (true)
        {
            int run = content.IndexOfAny((byte)'\\', (byte)0);
            if (run < 0)
                break;
            content[..run].CopyTo(text[length..]);
            length += run;
            content = content[run..];
            int rune = 0, used = 1;
            if (content[0] != 0)
                rune = ReadEscape(content, out used);
            if (rune != 0 || keepNul)
                length += new Rune(rune).EncodeToUtf8(text[length..]);
            content = content[used..];
        }

        content.CopyTo(text[length..]);
        return length + content.Length;
    }

    private static int ReadEscape(ReadOnlySpan<byte> text, out int used)
    {
        used = 2;
        if (text[1] != 'u')
            return Simple(text[1]);
        TryReadHex(text[2..6], out int unit);
        used = 6;
        if (unit is < 0xD800 or > 0xDFFF)
            return unit;
        if (unit < 0xDC00 && text.Length >= 12 && text[6] == '\\' && text[7] == 'u' && TryReadHex(text[8..12], out int low) && low is >= 0xDC00 and <= 0xDFFF)
        {
            used = 12;
            return 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
        }

        return 0xFFFD;
    }

    private static byte Simple(byte escape) => escape switch
    {
        (byte)'"' or (byte)'\'' or (byte)'\\' or (byte)'/' or (byte)'\n' => escape,
        (byte)'b' => (byte)'\b',
        (byte)'f' => (byte)'\f',
        (byte)'n' => (byte)'\n',
        (byte)'r' => (byte)'\r',
        (byte)'t' => (byte)'\t',
        _ => 0,
    };

    private static bool TryReadHex(ReadOnlySpan<byte> digits, out int value)
    {
        value = 0;
        foreach (byte digit in digits)
        {
            int nibble = digit switch
            {
                >= (byte)'0' and <= (byte)'9' => digit - '0',
                >= (byte)'a' and <= (byte)'f' => digit - 'a' + 10,
                >= (byte)'A' and <= (byte)'F' => digit - 'A' + 10,
                _ => -1,
            };
            if (nibble < 0)
                return false;
            value = value << 4 | nibble;
        }

        return true;
    }
}
