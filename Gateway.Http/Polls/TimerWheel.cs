namespace OrleansIot.Gateway.Polls;

/// <summary>
/// One timer for any number of entries: the slots of the wheel are lists, each tick looks at one of them. Adding and removing are O(1), nothing runs while it is
/// empty, and no entry is early.
/// </summary>
internal sealed class TimerWheel : IDisposable
{
    private const int Slots = 1_024;

    private readonly TimeProvider _time;
    private readonly long _tickTime;
    private readonly ITimer _timer;
    private readonly Lock _lock = new();
    private readonly WheelEntry?[] _slots = new WheelEntry?[Slots];
    private long _tick;
    private int _count;

    /// <param name="tick">How late an entry may be.</param>
    public TimerWheel(TimeProvider time, TimeSpan tick)
    {
        _time = time;
        _tickTime = (long)(tick.TotalSeconds * time.TimestampFrequency);
        _timer = time.CreateTimer(static wheel => ((TimerWheel)wheel!).Turn(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Tick = tick;
    }

    public TimeSpan Tick { get; }

    /// <summary>Entries that wait.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Lets the entry be due once so much time has passed.</summary>
    public void Add(WheelEntry entry, TimeSpan delay)
    {
        var due = _time.GetTimestamp() + (long)(Math.Max(0, delay.TotalSeconds) * _time.TimestampFrequency);
        lock (_lock)
        {
            if (_count++ == 0)
            {
                _tick = _time.GetTimestamp() / _tickTime;
                _timer.Change(Tick, Tick);
            }
            entry.Wheel = this;
            entry.Tick = Math.Max((due + _tickTime - 1) / _tickTime, _tick + 1);
            ref var slot = ref _slots[entry.Tick % Slots];
            entry.Next = slot;
            if (slot is not null)
                slot.Previous = entry;
            slot = entry;
        }
    }

    /// <summary>Takes the entry out; nothing happens when it was due already.</summary>
    public void Remove(WheelEntry entry)
    {
        lock (_lock)
        {
            if (entry.Wheel is null)
                return;
            Unlink(entry);
            Rest();
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Turn()
    {
        WheelEntry? due = null;
        lock (_lock)
        {
            var now = _time.GetTimestamp() / _tickTime;
            // After a long pause every slot is looked at once.
            for (var tick = Math.Max(_tick, now - Slots) + 1; tick <= now; tick++)
                due = Collect(_slots[tick % Slots], now, due);
            _tick = Math.Max(_tick, now);
            Rest();
        }
        while (due is not null)
        {
            var next = due.Next;
            due.Next = null;
            due.Due();
            due = next;
        }
    }

    private WheelEntry? Collect(WheelEntry? entry, long now, WheelEntry? due)
    {
        while (entry is not null)
        {
            var next = entry.Next;
            if (entry.Tick <= now)
            {
                Unlink(entry);
                entry.Next = due;
                due = entry;
            }
            entry = next;
        }
        return due;
    }

    private void Unlink(WheelEntry entry)
    {
        if (entry.Previous is { } previous)
            previous.Next = entry.Next;
        else
            _slots[entry.Tick % Slots] = entry.Next;
        if (entry.Next is { } next)
            next.Previous = entry.Previous;
        (entry.Next, entry.Previous, entry.Wheel) = (null, null, null);
        _count--;
    }

    private void Rest()
    {
        if (_count == 0)
            _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }
}
