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

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default) =>
        _delivered is null ? input.ReadAsync(cancellationToken) : WatchAsync(cancellationToken);

    public override bool TryRead(out ReadResult result) => input.TryRead(out result);

    public override void AdvanceTo(SequencePosition consumed) => input.AdvanceTo(consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) => input.AdvanceTo(consumed, examined);

    public override void CancelPendingRead() => input.CancelPendingRead();

    public override void Complete(Exception? exception = null) => input.Complete(exception);

    /// <summary>The server has done with the connection. It may have given a broken one up without another read: then what it would have been told still lies here.</summary>
    public void End()
    {
        if (_delivered is not null)
            Look();
    }

    /// <summary>A connection that is broken already throws from the call itself, so that belongs to what is watched.</summary>
    private async ValueTask<ReadResult> WatchAsync(CancellationToken cancellation)
    {
        try
        {
            var result = await input.ReadAsync(cancellation);
            if (!result.Buffer.IsEmpty || result.IsCompleted)
                _delivered = null;
            return result;
        }
        catch (Exception exception) when (IsBreak(exception))
        {
            Broken();
            throw;
        }
    }

    private void Look()
    {
        try
        {
            if (input.TryRead(out var result))
                input.AdvanceTo(result.Buffer.Start);
        }
        catch (Exception exception) when (IsBreak(exception))
        {
            Broken();
        }
        catch (InvalidOperationException)
        {
            // A read that was never ended: the server gave the connection up on its own.
        }
    }

    private static bool IsBreak(Exception exception) => exception is ConnectionResetException or ConnectionAbortedException or IOException;

    private void Broken()
    {
        if (Interlocked.Exchange(ref _delivered, null) is { } delivered && time.GetElapsedTime(delivered.At) < PollTimes.Lease)
            delivered.Broken();
    }

    private sealed record Delivered(Action Broken, long At);
}
