namespace OrleansIot.Retention;

/// <summary>What retention does and has done.</summary>
/// <param name="TimeToLive">Milliseconds that a reading stays where its device profile does not say otherwise; null: for ever.</param>
/// <param name="Current">The run that is under way.</param>
/// <param name="Last">The run that ended last, of those that had something to do.</param>
/// <param name="Total">All runs since the installation began.</param>
[GenerateSerializer, Immutable, Alias("OrleansIot.RetentionReport")]
public sealed record RetentionReport(
    [property: Id(0)] long? TimeToLive, [property: Id(1)] RetentionRun? Current, [property: Id(2)] RetentionRun? Last, [property: Id(3)] Removed Total);
