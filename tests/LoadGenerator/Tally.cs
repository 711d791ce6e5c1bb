namespace OrleansIot.Load;

/// <summary>What came of the requests.</summary>
public sealed class Tally
{
    private readonly long[] _statuses = new long[600];

    /// <summary>Latencies of the answers that came while measuring.</summary>
    public LatencyHistogram Latencies { get; } = new();

    /// <summary>Answers that came while measuring.</summary>
    public long Measured => Latencies.Count;

    /// <summary>Requests without an answer.</summary>
    public long Lost => Reset + TimedOut;

    /// <summary>Requests whose connection broke before the answer.</summary>
    public long Reset { get; private set; }

    /// <summary>Requests that were not answered in time.</summary>
    public long TimedOut { get; private set; }

    /// <summary>Connections that could not be opened.</summary>
    public long Refused { get; internal set; }

    /// <summary>All answers of the run, warm-up included.</summary>
    public long Answers => _statuses.Sum();

    /// <summary>Answers of the run with another status than 200.</summary>
    public long Failures => Answers - Of(200);

    /// <summary>Answers of the run with this status.</summary>
    public long Of(int status) => _statuses[status];

    /// <summary>Every status that was answered, with its count.</summary>
    public IEnumerable<(int Status, long Count)> Statuses => _statuses.Index().Where(s => s.Item > 0);

    internal void Count(int status) => _statuses[Math.Clamp(status, 0, _statuses.Length - 1)]++;

    internal void Count(Loss loss)
    {
        if (loss == Loss.Reset)
            Reset++;
        else
            TimedOut++;
    }

    internal void Add(Tally other)
    {
        Latencies.Add(other.Latencies);
        Reset += other.Reset;
        TimedOut += other.TimedOut;
        Refused += other.Refused;
        for (var i = 0; i < _statuses.Length; i++)
            _statuses[i] += other._statuses[i];
    }
}
