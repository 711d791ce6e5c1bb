using System.Buffers.Text;
using System.Text;

namespace OrleansIot.Load;

/// <summary>The little that a load generator reads of a response head: the status and where the body ends.</summary>
/// <param name="Length">Bytes of the head with its empty line.</param>
/// <param name="BodyLength">Bytes of the body; -1 when it comes in chunks.</param>
/// <param name="IsLast">Whether the server closes the connection after this response.</param>
internal readonly record struct ResponseHead(int Status, int Length, int BodyLength, bool IsLast)
{
    public bool IsChunked => BodyLength < 0;

    /// <summary>False: more bytes are needed. Throws <see cref="FormatException"/> when this is no HTTP/1.1 response.</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, out ResponseHead head)
    {
        head = default;
        var end = bytes.IndexOf("\r\n\r\n"u8);
        if (end < 0)
            return false;
        if (!bytes.StartsWith("HTTP/1.1 "u8) || !Utf8Parser.TryParse(bytes.Slice(9, 3), out int status, out _))
            throw new FormatException("not an HTTP/1.1 status line");
        var length = end + 4;
        var lines = bytes[..(end + 2)];
        head = new ResponseHead(status, length, FindBodyLength(lines, status), SaysClose(lines));
        return true;
    }

    private static bool SaysClose(ReadOnlySpan<byte> head) =>
        head.IndexOf("\r\nConnection: close\r\n"u8) >= 0 || head.IndexOf("\r\nconnection: close\r\n"u8) >= 0;

    private static int FindBodyLength(ReadOnlySpan<byte> head, int status)
    {
        while (true)
        {
            head = head[(head.IndexOf((byte)'\n') + 1)..];
            if (head.IsEmpty)
                return status is 204 or 304 or < 200 ? 0 : throw new FormatException("a response without a length");
            if (HasName(head, "content-length:"u8, out var length))
                return Utf8Parser.TryParse(length, out int value, out _) ? value : throw new FormatException("Content-Length is no number");
            if (HasName(head, "transfer-encoding:"u8, out _))
                return -1;
        }
    }

    private static bool HasName(ReadOnlySpan<byte> line, ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        value = default;
        if (line.Length < name.Length || !Ascii.EqualsIgnoreCase(line[..name.Length], name))
            return false;
        value = line[name.Length..].TrimStart((byte)' ');
        return true;
    }
}
