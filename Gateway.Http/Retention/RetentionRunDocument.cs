using System.ComponentModel;
using OrleansIot.Retention;

namespace OrleansIot.Gateway.Retention;

internal sealed record RetentionRunDocument
{
    [Description("Milliseconds since 1970")]
    public long StartedTime { get; init; }

    [Description("Milliseconds since 1970; null while the run is under way")]
    public long? FinishedTime { get; init; }

    public required RemovedDocument Removed { get; init; }

    public static RetentionRunDocument? From(RetentionRun? run) =>
        run is null ? null : new() { StartedTime = run.StartedTime, FinishedTime = run.FinishedTime, Removed = RemovedDocument.From(run.Removed) };
}
