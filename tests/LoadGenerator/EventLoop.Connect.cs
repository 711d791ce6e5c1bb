using System.Diagnostics;

namespace OrleansIot.Load;

/// <summary>Opening, losing and opening again.</summary>
internal sealed partial class EventLoop
{
    private void OpenDue()
    {
        _anyClosed = false;
        if (Phase >= LoadPhase.Draining)
            return;
        var now = Stopwatch.GetTimestamp();
        foreach (var connection in _connections)
        {
            if (connection.State != ConnectionState.Closed)
                continue;
            if (connection.ReopenAt <= now)
                Open(connection);
            _anyClosed |= connection.State == ConnectionState.Closed;
        }
    }

    private void Open(Connection connection)
    {
        connection.Socket = Native.OpenSocket();
        var error = Native.Connect(connection.Socket, _address, _port);
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
        Close(connection);
    }

    private void Close(Connection connection)
    {
        if (connection.State == ConnectionState.InFlight)
        {
            Tally.Lost++;
            _workload.Lost(connection.Index);
        }

        if (connection.Socket >= 0)
            _ = Native.Close(connection.Socket);
        connection.Socket = -1;
        connection.State = ConnectionState.Closed;
        connection.Unsent = default;
        connection.IsAwaitingRoom = false;
        connection.Received = 0;
        connection.ReopenAt = Stopwatch.GetTimestamp() + ReopenDelay;
        _anyClosed = true;
    }
}
