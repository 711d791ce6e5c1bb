using System.Diagnostics.Metrics;

namespace OrleansIot.Grains.Commits;

/// <summary>What the committers of this process do: how much waits, how large batches get, how long a transaction takes, and what did not go well.</summary>
internal static class CommitInstruments
{
    private static readonly Meter Meter = new("OrleansIot.Commits");

    private static readonly UpDownCounter<long> QueuedChanges =
        Meter.CreateUpDownCounter<long>("orleansiot.commits.queue.changes", "{change}", "Changes handed over and not yet answered.");

    private static readonly UpDownCounter<long> QueuedBytes =
        Meter.CreateUpDownCounter<long>("orleansiot.commits.queue.size", "By", "Bytes of the changes handed over and not yet answered.");

    private static readonly Histogram<int> BatchChanges = Meter.CreateHistogram(
        "orleansiot.commits.batch.changes", "{change}", "Changes of one committed transaction.",
        advice: new InstrumentAdvice<int> { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096] });

    private static readonly Histogram<double> Duration = Meter.CreateHistogram(
        "orleansiot.commits.duration", "s", "Time of one committed transaction in the store.",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10] });

    private static readonly Counter<long> Retries =
        Meter.CreateCounter<long>("orleansiot.commits.retries", "{transaction}", "Transactions that failed for a passing reason and were tried again.");

    private static readonly Counter<long> Refusals =
        Meter.CreateCounter<long>("orleansiot.commits.refusals", "{change}", "Changes that were not applied, by result.");

    public static void Queued(int size)
    {
        QueuedChanges.Add(1);
        QueuedBytes.Add(size);
    }

    public static void Left(int size)
    {
        QueuedChanges.Add(-1);
        QueuedBytes.Add(-size);
    }

    public static void Committed(int changes, TimeSpan duration)
    {
        BatchChanges.Record(changes);
        Duration.Record(duration.TotalSeconds);
    }

    public static void Retried() => Retries.Add(1);

    /// <param name="result">Anything but Applied.</param>
    public static void Refused(ChangeResult result) => Refusals.Add(1, new KeyValuePair<string, object?>("result", result switch
    {
        ChangeResult.Unmatched => "unmatched",
        ChangeResult.LimitExceeded => "limit_exceeded",
        ChangeResult.Refused => "refused",
        _ => "failed",
    }));
}
