using System.Threading.Tasks.Sources;
using OrleansIot.Devices;
using OrleansIot.Polls;

namespace OrleansIot.Gateway.Polls;

/// <summary>A request that is held back: one object, from the wheel's entry to what its handler awaits. The first end counts.</summary>
internal abstract class ParkedRequest : WheelEntry, IValueTaskSource<PollResult>
{
    private ManualResetValueTaskSourceCore<PollResult> _source = new() { RunContinuationsAsynchronously = true };
    private int _ends;
    private int _parking;
    private SiloLink? _silo;
    private bool _isLeft;

    /// <param name="time">How long it is held; 0 or less: only what there is at once.</param>
    protected ParkedRequest(PollKind kind, TimeSpan time) => (Kind, Time) = (kind, time);

    public PollKind Kind { get; }

    public TimeSpan Time { get; }

    /// <summary>The cursor of a reader that keeps its own (updates).</summary>
    public long? Since { get; init; }

    /// <summary>Most commands of one answer (commands).</summary>
    public int Max { get; init; } = 1;

    /// <summary>Unique in the cluster; given by the lot.</summary>
    public long Id { get; set; }

    /// <summary>Timestamp of its arrival; given by the lot.</summary>
    public long Arrived { get; set; }

    /// <summary>Attempts to park that have failed in a row.</summary>
    public int Failures { get; set; }

    /// <summary>A grain has taken it once: from then on, its time ends it and nothing else is an error.</summary>
    public bool IsAccepted { get; private set; }

    public bool IsEnded => Volatile.Read(ref _ends) != 0;

    /// <summary>The silo it is parked on, as far as is known.</summary>
    public SiloLink? Silo => _silo;

    /// <summary>Completes with the first end.</summary>
    public ValueTask<PollResult> Ended => new(this, _source.Version);

    /// <summary>The grain it is parked at.</summary>
    public abstract IDeviceGrain Device { get; }

    /// <summary>Asks the grain to park it.</summary>
    public abstract Task<ParkAnswer> ParkAsync(Poll poll);

    /// <summary>False: it has ended before.</summary>
    public bool TryEnd(PollEnd end, PollDelivery? delivery = null)
    {
        if (Interlocked.Exchange(ref _ends, 1) != 0)
            return false;
        _source.SetResult(new(end, delivery));
        return true;
    }

    /// <summary>False: it is being parked already, and will be once more afterwards.</summary>
    public bool TryBeginParking() => Interlocked.Increment(ref _parking) == 1;

    /// <summary>True: it was asked for meanwhile, so park once more.</summary>
    public bool EndParking()
    {
        if (Interlocked.CompareExchange(ref _parking, 0, 1) == 1)
            return false;
        Volatile.Write(ref _parking, 1);
        return true;
    }

    /// <summary>A grain has taken it. False: it has been left meanwhile, so nobody will take it back from there.</summary>
    public bool TryAccept(SiloLink silo)
    {
        lock (this)
        {
            if (_isLeft)
                return false;
            IsAccepted = true;
            if (_silo == silo)
                return true;
            _silo?.Remove();
            _silo = silo;
            silo.Add();
            return true;
        }
    }

    /// <summary>Its handler has taken the end: it is parked nowhere from now on.</summary>
    public void Leave()
    {
        lock (this)
        {
            _isLeft = true;
            _silo?.Remove();
            _silo = null;
        }
    }

    /// <summary>Its time is over. A request that no grain has taken yet waits for the answer to that.</summary>
    protected internal override void Due()
    {
        if (IsAccepted)
            TryEnd(PollEnd.TimedOut);
    }

    PollResult IValueTaskSource<PollResult>.GetResult(short token) => _source.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<PollResult>.GetStatus(short token) => _source.GetStatus(token);

    void IValueTaskSource<PollResult>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);
}
