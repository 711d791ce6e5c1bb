using System.ComponentModel;
using OrleansIot.Retention;

namespace OrleansIot.Gateway.Retention;

/// <summary>What retention does and has done.</summary>
internal sealed record RetentionDocument
{
    [Description("Milliseconds that a reading stays where its device profile does not say otherwise; null: for ever")]
    public long? TimeToLive { get; init; }

    [Description("The run that is under way")]
    public RetentionRunDocument? Current { get; init; }

    [Description("The run that ended last, of those that had something to remove")]
    public RetentionRunDocument? Last { get; init; }

    [Description("All runs together")]
    public required RemovedDocument Total { get; init; }

    public static RetentionDocument From(RetentionReport report) => new()
    {
        TimeToLive = report.TimeToLive,
        Current = RetentionRunDocument.From(report.Current),
        Last = RetentionRunDocument.From(report.Last),
        Total = RemovedDocument.From(report.Total),
    };
}
