using OrleansIot.Polls;

namespace OrleansIot.Gateway.Polls;

/// <summary>A delivery on its way over a connection, from the first byte until the client surely has it or the lease is over.</summary>
/// <param name="length">Bytes that have to arrive, at least.</param>
/// <param name="takeBack">Called at most once, when the connection has ended after the last byte was flushed, and the client has not got everything.</param>
internal sealed class WatchedDelivery(int length, TimeProvider time, Action takeBack)
{
    private long _flushed;
    private bool _isOver;
    private bool _hasArrived;

    /// <summary>Bytes of the connection that the client had acknowledged before this one; set by the connection.</summary>
    public ulong Acknowledged { get; set; }

    /// <summary>One of the same connection that was on its way before.</summary>
    public WatchedDelivery? Older { get; set; }

    /// <summary>The last byte was handed to the connection. False: the connection has ended before, and the client has not got everything.</summary>
    public bool TryFlush()
    {
        lock (this)
        {
            _flushed = time.GetTimestamp();
            return !_isOver || _hasArrived;
        }
    }

    public bool HasArrived(in TcpProgress progress) =>
        !progress.IsClosed && progress.IsAllAcknowledged && progress.Acknowledged - Acknowledged >= (ulong)length;

    /// <summary>The connection has ended: what had not arrived is offered again.</summary>
    /// <param name="progress">What the kernel says of the connection; null where it says nothing.</param>
    public void End(bool isBroken, TcpProgress? progress)
    {
        lock (this)
        {
            if (_isOver)
                return;
            _isOver = true;
            _hasArrived = !isBroken && (progress is not { } known || HasArrived(known));
            // Before the last byte is flushed, the writer finds out for itself.
            if (_hasArrived || _flushed == 0 || time.GetElapsedTime(_flushed) >= PollTimes.Lease)
                return;
        }
        takeBack();
    }
}
