using System.Text.Unicode;

namespace OrleansIot.Gateway.Wire;

/// <summary>Bodies that are no UTF-8 are taken: each wrong sequence counts as U+FFFD.</summary>
internal static class Utf8Body
{
    public static ReadOnlySpan<byte> Valid(ReadOnlySpan<byte> body) => Utf8.IsValid(body) ? body : Sanitize(body);

    public static byte[] Sanitize(ReadOnlySpan<byte> body)
    {
        Span<byte> stack = stackalloc byte[256];
        Span<char> chars = stackalloc char[256];
        var text = new PooledBuffer(stack);
        try
        {
            while (!body.IsEmpty)
            {
                Utf8.ToUtf16(body, chars, out int read, out int units, replaceInvalidSequences: true, isFinalBlock: true);
                Utf8.FromUtf16(chars[..units], text.GetSpan(units * 3), out _, out int written);
                text.Advance(written);
                body = body[read..];
            }

            return text.Written.ToArray();
        }
        finally
        {
            text.Dispose();
        }
    }
}
