using System.Buffers;
using System.Buffers.Text;
using System.IO.Pipelines;
using System.Text;
using OrleansIot.Gateway.Wire;

namespace OrleansIot.Gateway.Http;

/// <summary>Parts of answers that are written by hand, because they are long.</summary>
internal static class JsonPieces
{
    private const int LongestNumber = 20;
    private const int FullAt = 64 << 10;

    public static void WriteNumber(IBufferWriter<byte> output, long value)
    {
        Utf8Formatter.TryFormat(value, output.GetSpan(LongestNumber), out var length);
        output.Advance(length);
    }

    public static void WriteString(IBufferWriter<byte> output, string text) => TypedValueWriter.WriteQuoted(output, Encoding.UTF8.GetBytes(text));

    /// <summary>Keeps a long answer from being held in memory whole.</summary>
    public static ValueTask<FlushResult> FlushIfFullAsync(PipeWriter output, CancellationToken cancellation) =>
        output.CanGetUnflushedBytes && output.UnflushedBytes >= FullAt ? output.FlushAsync(cancellation) : default;
}
