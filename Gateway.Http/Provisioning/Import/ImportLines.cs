using System.Buffers;
using System.IO.Pipelines;

namespace OrleansIot.Gateway.Provisioning;

/// <summary>Cuts a body into lines, holding no more than one of them.</summary>
internal sealed class ImportLines(PipeReader body)
{
    /// <summary>Bytes of the longest line that is read.</summary>
    public const int MaxLine = 256 << 10;

    private bool _skipping;
    private bool _ended;

    /// <summary>Number of the line read last, from 1.</summary>
    public long Number { get; private set; }

    /// <summary>The next line without its end, valid until the next call; null: there is none. A line that is too long comes as <see cref="ImportText.TooLong"/>.</summary>
    public async ValueTask<ImportText?> NextAsync(CancellationToken cancellation)
    {
        while (!_ended)
        {
            var read = await body.ReadAsync(cancellation);
            var buffer = read.Buffer;
            if (buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = Take(buffer.Slice(0, end));
                body.AdvanceTo(buffer.GetPosition(1, end));
                if (line is not null)
                    return line;
            }
            else if (read.IsCompleted)
            {
                _ended = true;
                var rest = buffer.IsEmpty && !_skipping ? null : Take(buffer);
                body.AdvanceTo(buffer.End);
                return rest;
            }
            else if (buffer.Length > MaxLine)
            {
                _skipping = true;
                body.AdvanceTo(buffer.End);
            }
            else
            {
                body.AdvanceTo(buffer.Start, buffer.End);
            }
        }
        return null;
    }

    private ImportText? Take(in ReadOnlySequence<byte> line)
    {
        Number++;
        var tooLong = _skipping || line.Length > MaxLine;
        _skipping = false;
        return tooLong ? ImportText.TooLong : new(Trim(line.ToArray()));
    }

    private static ReadOnlyMemory<byte> Trim(ReadOnlyMemory<byte> line) => line.Span is [.., (byte)'\r'] ? line[..^1] : line;
}
