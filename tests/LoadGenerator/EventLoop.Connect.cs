using System.Diagnostics;

namespace OrleansIot.Load;

/// <summary>Opening, losing, and opening again.</summary>
internal sealed partial class EventLoop
{
    private void Open(Connection connection)
    {
        connection.Socket = Native.OpenSocket();
        connection.SentAt = Stopwatch.GetTimestamp();
        var (address, port) = _endPoints[connection.EndPoint % _endPoints.Length];
        var error = Native.Connect(connection.Socket, address, port);
        if (error is not (0 or Native.InProgress))
        {
            Refuse(connection);
            return;
        }

        connection.State = ConnectionState.Connecting;
        _epoll.Watch(connection.Socket, Epoll.Readable | Epoll.Writable, connection.Tag);
    }

    private void FinishConnect(Connection connection)
    {
        if (Native.PendingError(connection.Socket) != 0)
        {
            Refuse(connection);
            return;
        }

        _epoll.Change(connection.Socket, Epoll.Readable, connection.Tag);
        SendNext(connection);
    }

    private void Refuse(Connection connection)
    {
        Tally.Refused++;
        _workload.Refused(connection.Index);
        connection.EndPoint++;
        Close(connection);
    }

    private void Close(Connection connection, Loss loss = Loss.Reset)
    {
        if (connection.State == ConnectionState.InFlight)
        {
            Tally.Count(loss);
            _workload.Lost(connection.Index, loss);
            connection.EndPoint++;
        }

        if (connection.Socket >= 0)
            _ = Native.Close(connection.Socket);
        connection.Socket = -1;
        connection.State = ConnectionState.Closed;
        connection.Unsent = default;
        connection.IsAwaitingRoom = false;
        connection.Received = 0;
        ResumeAt(connection, Math.Max(Stopwatch.GetTimestamp() + ReopenDelay, _workload.DueAt(connection.Index)));
    }
}
