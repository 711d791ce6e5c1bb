using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using OrleansIot.Polls;

namespace OrleansIot.Gateway.Polls;

/// <summary>
/// The bytes that come in on a connection, passed through; after a delivery was flushed, watched: more bytes or an orderly end mean that the client has it, an error
/// while the lease lasts means that it has not.
/// </summary>
internal sealed class WatchedConnection(PipeReader input, PipeWriter output, TimeProvider time) : PipeReader, IDuplexPipe
{
    private Delivered? _delivered;

    public PipeReader Input => this;

    public PipeWriter Output => output;

    /// <param name="broken">Called at most once, when the connection breaks before its next request.</param>
    public void Watch(Action broken) => Volatile.Write(ref _delivered, new(broken, time.GetTimestamp()));

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        var reading = input.ReadAsync(cancellationToken);
        return _delivered is null ? reading : WatchAsync(reading);
    }

    public override bool TryRead(out ReadResult result) => input.TryRead(out result);

    public override void AdvanceTo(SequencePosition consumed) => input.AdvanceTo(consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) => input.AdvanceTo(consumed, examined);

    public override void CancelPendingRead() => input.CancelPendingRead();

    public override void Complete(Exception? exception = null) => input.Complete(exception);

    private async ValueTask<ReadResult> WatchAsync(ValueTask<ReadResult> reading)
    {
        try
        {
            var result = await reading;
            if (!result.Buffer.IsEmpty || result.IsCompleted)
                _delivered = null;
            return result;
        }
        catch (Exception exception) when (exception is ConnectionResetException or ConnectionAbortedException or IOException)
        {
            if (Interlocked.Exchange(ref _delivered, null) is { } delivered && time.GetElapsedTime(delivered.At) < PollTimes.Lease)
                delivered.Broken();
            throw;
        }
    }

    private sealed record Delivered(Action Broken, long At);
}
