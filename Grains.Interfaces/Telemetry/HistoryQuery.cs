namespace OrleansIot.Telemetry;

/// <summary>A question about the readings of one device in [StartTs, EndTs): start inclusive, end exclusive.</summary>
/// <param name="Limit">Most rows per key without aggregation; 1 to the configured cap.</param>
/// <param name="Interval">Width of a bucket in milliseconds, counted from StartTs; used with an aggregation, 0 means one bucket.</param>
[GenerateSerializer, Immutable, Alias("OrleansIot.HistoryQuery")]
public sealed record HistoryQuery(
    [property: Id(0)] string[] Keys,
    [property: Id(1)] long StartTs,
    [property: Id(2)] long EndTs,
    [property: Id(3)] int Limit,
    [property: Id(4)] bool Descending,
    [property: Id(5)] Aggregation Aggregation,
    [property: Id(6)] long Interval);
