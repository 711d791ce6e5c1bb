using System.ComponentModel;
using OrleansIot.Retention;

namespace OrleansIot.Gateway.Retention;

internal sealed record RemovedDocument
{
    [Description("Readings; where a partition was dropped, about as many as it held")]
    public long Readings { get; init; }

    [Description("Partitions dropped whole")]
    public long Partitions { get; init; }

    [Description("Bytes freed")]
    public long Bytes { get; init; }

    public static RemovedDocument From(Removed removed) => new() { Readings = removed.Readings, Partitions = removed.Partitions, Bytes = removed.Bytes };
}
