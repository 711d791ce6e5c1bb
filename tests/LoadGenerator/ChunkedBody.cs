using System.Buffers.Text;

namespace OrleansIot.Load;

/// <summary>Bodies with Transfer-Encoding: chunked, joined in place.</summary>
internal static class ChunkedBody
{
    /// <summary>False: more bytes are needed, and nothing was changed. True: the joined body is the first <paramref name="length"/> bytes.</summary>
    public static bool TryJoin(Span<byte> bytes, out int length)
    {
        if (!TryWalk(bytes, join: false, out length))
            return false;
        return TryWalk(bytes, join: true, out length);
    }

    private static bool TryWalk(Span<byte> bytes, bool join, out int length)
    {
        length = 0;
        for (var at = 0; ;)
        {
            var lineEnd = bytes[at..].IndexOf("\r\n"u8);
            if (lineEnd < 0)
                return false;
            if (!Utf8Parser.TryParse(bytes.Slice(at, lineEnd), out int size, out _, 'x'))
                throw new FormatException("a chunk without a size");
            var data = at + lineEnd + 2;
            if (data + size + 2 > bytes.Length)
                return false;
            if (size == 0)
                return true;
            if (join)
                bytes.Slice(data, size).CopyTo(bytes[length..]);
            length += size;
            at = data + size + 2;
        }
    }
}
