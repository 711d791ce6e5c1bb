using System.Diagnostics;

namespace OrleansIot.Load;

/// <summary>What happens because its time has come: requests that are due, connections to open again, answers that are late.</summary>
internal sealed partial class EventLoop
{
    private static readonly long TimeOutGrain = Stopwatch.Frequency / 20;

    private void ResumeAt(Connection connection, long due)
    {
        connection.ResumeAt = due;
        _nextDue = Math.Min(_nextDue, due);
    }

    private void ResumeDue(long now)
    {
        _nextDue = long.MaxValue;
        if (Phase >= LoadPhase.Draining)
            return;
        foreach (var connection in _connections)
        {
            if (connection.State is not (ConnectionState.Closed or ConnectionState.Waiting))
                continue;
            if (connection.ResumeAt > now)
                _nextDue = Math.Min(_nextDue, connection.ResumeAt);
            else if (connection.State == ConnectionState.Closed)
                Open(connection);
            else
                SendNext(connection);
        }
    }

    private void GiveUpLate(long now)
    {
        _nextTimeOut = now + TimeOutGrain;
        foreach (var connection in _connections)
        {
            if (now - connection.SentAt < _timeOut)
                continue;
            if (connection.State == ConnectionState.InFlight)
                Close(connection, Loss.TimedOut);
            else if (connection.State == ConnectionState.Connecting)
                Refuse(connection);
        }
    }
}
