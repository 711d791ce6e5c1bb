using System.Diagnostics;

namespace OrleansIot.Load;

/// <summary>One thread that drives its connections in a closed loop: an answer is followed by the next request, at once or when that is due.</summary>
internal sealed partial class EventLoop : IDisposable
{
    private const int WaitMilliseconds = 10;
    private static readonly long ReopenDelay = Stopwatch.Frequency / 50;

    private readonly Connection[] _connections;
    private readonly Workload _workload;
    private readonly Epoll _epoll;
    private readonly (uint Address, ushort Port)[] _endPoints;
    private readonly long _timeOut;
    private volatile LoadPhase _phase;
    private long _nextDue;
    private long _nextTimeOut;

    /// <param name="connections">Their numbers among all connections of the run.</param>
    public EventLoop(LoadTarget target, IEnumerable<int> connections, Workload workload)
    {
        _connections = [.. connections.Select((index, tag) => new Connection(index, tag))];
        _workload = workload;
        _epoll = new Epoll(_connections.Length);
        _endPoints = [.. target.EndPoints.Select(e => (BitConverter.ToUInt32(e.Address.GetAddressBytes()), (ushort)e.Port))];
        _timeOut = target.TimeOut == Timeout.InfiniteTimeSpan ? long.MaxValue : (long)(target.TimeOut.TotalSeconds * Stopwatch.Frequency);
        _nextTimeOut = _timeOut == long.MaxValue ? long.MaxValue : 0;
    }

    public Tally Tally { get; } = new();

    public LoadPhase Phase
    {
        get => _phase;
        set => _phase = value;
    }

    /// <summary>Runs until every connection has nothing more to send, or until drained or stopped.</summary>
    public void Run()
    {
        while (!IsOver())
        {
            var now = Stopwatch.GetTimestamp();
            if (now >= _nextDue)
                ResumeDue(now);
            if (now >= _nextTimeOut)
                GiveUpLate(now);
            var ready = _epoll.Wait(WaitMilliseconds);
            for (var i = 0; i < ready; i++)
            {
                var (events, tag) = _epoll.Event(i);
                Serve(_connections[tag], events);
            }
        }

        foreach (var connection in _connections)
            Close(connection);
    }

    public void Dispose() => _epoll.Dispose();

    private bool IsOver() => Phase switch
    {
        LoadPhase.Stopped => true,
        LoadPhase.Draining => !_connections.Any(c => c.State == ConnectionState.InFlight),
        _ => _connections.All(c => c.State == ConnectionState.Idle),
    };

    private void Serve(Connection connection, uint events)
    {
        if (connection.State == ConnectionState.Connecting)
            FinishConnect(connection);
        else if ((events & Epoll.Writable) != 0 && !connection.Unsent.IsEmpty)
            Flush(connection);
        if ((events & (Epoll.Readable | Epoll.Broken)) != 0 && connection.State >= ConnectionState.InFlight)
            Receive(connection);
    }
}
