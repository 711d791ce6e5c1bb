using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace OrleansIot.Grains.Commits;

/// <summary>What the committers of this process do: how much waits, how large batches get, how long a transaction takes, and what did not go well.</summary>
internal static class CommitInstruments
{
    private const string Name = "OrleansIot.Commits";

    private static readonly ActivitySource Source = new(Name);
    private static readonly Meter Meter = new(Name);

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

    /// <summary>A span from the hand-over of a change to its answer; null unless the request is traced.</summary>
    public static Activity? StartWait() =>
        Source.HasListeners() && Activity.Current is { Recorded: true } ? Source.StartActivity("commit") : null;

    /// <summary>A span of one transaction, inside the first traced request of the batch and linked to the others; null when none is traced.</summary>
    public static Activity? StartTransaction(ReadOnlySpan<PendingCommit> batch)
    {
        if (!Source.HasListeners())
            return null;
        ActivityContext parent = default;
        List<ActivityLink>? others = null;
        foreach (var pending in batch)
        {
            if (pending.Span is not { } span)
                continue;
            if (parent == default)
                parent = span.Context;
            else
                (others ??= []).Add(new(span.Context));
        }
        return parent == default
            ? null
            : Source.StartActivity("transaction", ActivityKind.Internal, parent, [new("orleansiot.batch.changes", batch.Length)], others);
    }

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
    public static void Refused(ChangeResult result) => Refusals.Add(1, new KeyValuePair<string, object?>("result", Word(result)));

    public static string Word(ChangeResult result) => result switch
    {
        ChangeResult.Applied => "applied",
        ChangeResult.Unmatched => "unmatched",
        ChangeResult.LimitExceeded => "limit_exceeded",
        ChangeResult.Refused => "refused",
        _ => "failed",
    };
}
