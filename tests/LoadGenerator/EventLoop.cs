using System.Diagnostics;
using System.Net;

namespace OrleansIot.Load;

/// <summary>One thread that drives its connections in a closed loop: an answer is followed at once by the next request.</summary>
internal sealed partial class EventLoop : IDisposable
{
    private const int WaitMilliseconds = 10;
    private static readonly long ReopenDelay = Stopwatch.Frequency / 50;

    private readonly Connection[] _connections;
    private readonly Workload _workload;
    private readonly Epoll _epoll;
    private readonly uint _address;
    private readonly ushort _port;
    private volatile LoadPhase _phase;
    private bool _anyClosed = true;

    /// <param name="connections">Their numbers among all connections of the run.</param>
    public EventLoop(IPEndPoint target, IEnumerable<int> connections, Workload workload)
    {
        _connections = [.. connections.Select((index, tag) => new Connection(index, tag))];
        _workload = workload;
        _epoll = new Epoll(_connections.Length);
        _address = BitConverter.ToUInt32(target.Address.GetAddressBytes());
        _port = (ushort)target.Port;
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
            if (_anyClosed)
                OpenDue();
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
        if ((events & (Epoll.Readable | Epoll.Broken)) != 0 && connection.State is ConnectionState.InFlight or ConnectionState.Idle)
            Receive(connection);
    }
}
