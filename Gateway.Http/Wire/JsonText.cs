using System.Buffers;
using System.Buffers.Text;

namespace OrleansIot.Gateway.Wire;

/// <summary>Writes text as JSON strings, escaping only what must be escaped.</summary>
internal static class JsonText
{
    private static readonly SearchValues<byte> MustEscape = SearchValues.Create(
        "\"\\\0\u0001\u0002\u0003\u0004\u0005\u0006\a\b\t\n\v\f\r\u000e\u000f\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f"u8);

    /// <summary>Bytes of the text as a JSON string, quotes included.</summary>
    public static int QuotedLength(ReadOnlySpan<byte> utf8)
    {
        int length = utf8.Length + 2;
        for (int at = utf8.IndexOfAny(MustEscape); at >= 0; at = utf8.IndexOfAny(MustEscape))
        {
            length += Letter(utf8[at]) == 0 ? 5 : 1;
            utf8 = utf8[(at + 1)..];
        }

        return length;
    }

    /// <summary>Writes the text as a JSON string; the room is at least <see cref="QuotedLength"/>.</summary>
    public static int Quote(ReadOnlySpan<byte> utf8, Span<byte> room)
    {
        int length = 0;
        room[length++] = (byte)'"';
        for (int at = utf8.IndexOfAny(MustEscape); at >= 0; at = utf8.IndexOfAny(MustEscape))
        {
            utf8[..at].CopyTo(room[length..]);
            length += at;
            room[length++] = (byte)'\\';
            byte letter = Letter(utf8[at]);
            if (letter == 0)
            {
                "u00"u8.CopyTo(room[length..]);
                Utf8Formatter.TryFormat(utf8[at], room[(length + 3)..], out _, new StandardFormat('x', 2));
                length += 5;
            }
            else
            {
                room[length++] = letter;
            }

            utf8 = utf8[(at + 1)..];
        }

        utf8.CopyTo(room[length..]);
        length += utf8.Length;
        room[length++] = (byte)'"';
        return length;
    }

    private static byte Letter(byte value) => value switch
    {
        (byte)'"' or (byte)'\\' => value,
        (byte)'\b' => (byte)'b',
        (byte)'\f' => (byte)'f',
        (byte)'\n' => (byte)'n',
        (byte)'\r' => (byte)'r',
        (byte)'\t' => (byte)'t',
        _ => 0,
    };
}
