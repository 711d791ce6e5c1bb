namespace OrleansIot.Chaos.Downlink;

/// <summary>What a run counted, and what it found that must not be.</summary>
internal sealed class Findings
{
    private const int FaultsKept = 20;

    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, long> _counts = new(StringComparer.Ordinal);
    private readonly List<string> _faults = [];

    public long FaultCount { get; private set; }

    /// <summary>The first few.</summary>
    public IReadOnlyList<string> Faults
    {
        get
        {
            lock (_lock)
                return [.. _faults];
        }
    }

    public IReadOnlyDictionary<string, long> Counts
    {
        get
        {
            lock (_lock)
                return new SortedDictionary<string, long>(_counts, StringComparer.Ordinal);
        }
    }

    public long this[string name]
    {
        get
        {
            lock (_lock)
                return _counts.GetValueOrDefault(name);
        }
    }

    public void Count(string name, long by = 1)
    {
        lock (_lock)
            _counts[name] = _counts.GetValueOrDefault(name) + by;
    }

    public void Fault(string fault)
    {
        lock (_lock)
        {
            FaultCount++;
            if (_faults.Count < FaultsKept)
                _faults.Add(fault);
        }
    }
}
