using System.IO.Pipelines;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace OrleansIot.Gateway.Polls;

/// <summary>
/// A connection whose end is looked at before the server closes it: what came in is passed through, and so is the news of its end. While a delivery is being written
/// or has just been flushed, more bytes from a client that has acknowledged it mean that it arrived; an end decides (<see cref="WatchedDelivery"/>).
/// </summary>
internal sealed class WatchedConnection : PipeReader, IDuplexPipe
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(4);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private readonly PipeReader _input;
    private readonly Socket? _socket;
    private readonly CancellationTokenSource _closed = new();
    private WatchedDelivery? _delivery;
    private bool _isOver;

    private WatchedConnection(ConnectionContext connection)
    {
        (_input, Output) = (connection.Transport.Input, connection.Transport.Output);
        _socket = connection.Features.Get<IConnectionSocketFeature>()?.Socket;
    }

    public PipeReader Input => this;

    public PipeWriter Output { get; }

    /// <summary>Puts itself between the connection and the server.</summary>
    public static void Attach(ConnectionContext connection)
    {
        var watched = new WatchedConnection(connection);
        connection.Transport = watched;
        connection.ConnectionClosed.UnsafeRegister(static watched => ((WatchedConnection)watched!).Close(), watched);
        connection.ConnectionClosed = watched._closed.Token;
        connection.Features.Set(watched);
    }

    /// <summary>
    /// From now on the end of the connection is the delivery's. False: it has ended already. One that is not yet known to have arrived (a client that sends its next
    /// request before it has the answer, streams of HTTP/2) is watched further.
    /// </summary>
    public bool TryWatch(WatchedDelivery delivery)
    {
        var progress = TcpProgress.Of(_socket);
        delivery.Acknowledged = progress?.Acknowledged ?? 0;
        lock (_closed)
        {
            if (_isOver)
                return false;
            delivery.Older = progress is { } known && _delivery?.HasArrived(known) is true ? null : _delivery;
            _delivery = delivery;
            return true;
        }
    }

    /// <summary>Waits, a second at most, until the client has acknowledged the delivery or the connection has ended.</summary>
    public async Task ArriveAsync(WatchedDelivery delivery, TimeProvider time)
    {
        for (var pause = FirstPause; pause < LongestPause; pause += pause)
        {
            if (_delivery != delivery || TcpProgress.Of(_socket) is not { IsClosed: false } progress || delivery.HasArrived(progress))
                return;
            await Task.Delay(pause, time);
        }
    }

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default) =>
        _delivery is null ? _input.ReadAsync(cancellationToken) : WatchAsync(cancellationToken);

    public override bool TryRead(out ReadResult result) => _input.TryRead(out result);

    public override void AdvanceTo(SequencePosition consumed) => _input.AdvanceTo(consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) => _input.AdvanceTo(consumed, examined);

    public override void CancelPendingRead() => _input.CancelPendingRead();

    /// <summary>The server ends the connection of its own accord: from here on nothing can be told of what arrives.</summary>
    public override void Complete(Exception? exception = null)
    {
        _delivery = null;
        _input.Complete(exception);
    }

    /// <summary>A connection that is broken already throws from the call itself, so that belongs to what is watched.</summary>
    private async ValueTask<ReadResult> WatchAsync(CancellationToken cancellation)
    {
        try
        {
            var result = await _input.ReadAsync(cancellation);
            if (result.IsCompleted)
                End(isBroken: false);
            else if (!result.Buffer.IsEmpty && TcpProgress.Of(_socket) is not { IsAllAcknowledged: false })
                _delivery = null;
            return result;
        }
        catch (Exception exception) when (exception is ConnectionResetException or ConnectionAbortedException or IOException)
        {
            End(isBroken: true);
            throw;
        }
    }

    /// <summary>The transport says that the connection is over; the server, which closes the socket at this, hears of it afterwards.</summary>
    private void Close()
    {
        End(isBroken: false);
        _closed.Cancel();
    }

    /// <summary>The news may come on two ways at once; whoever brings it second must not let the server close the socket before it was looked at.</summary>
    private void End(bool isBroken)
    {
        lock (_closed)
        {
            _isOver = true;
            var progress = isBroken || _delivery is null ? null : TcpProgress.Of(_socket);
            for (var delivery = _delivery; delivery is not null; delivery = delivery.Older)
                delivery.End(isBroken, progress);
            _delivery = null;
        }
    }
}
