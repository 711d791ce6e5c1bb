namespace OrleansIot.Telemetry;

/// <summary>Which readings to delete.</summary>
/// <param name="All">All readings of the keys; otherwise those in [StartTs, EndTs).</param>
/// <param name="DeleteLatest">Also forget the latest value where it lies in the deleted range.</param>
/// <param name="RewriteLatest">Instead of forgetting the latest value, set it to the newest reading that is left.</param>
[GenerateSerializer, Immutable, Alias("OrleansIot.TelemetryDeletion")]
public sealed record TelemetryDeletion(
    [property: Id(0)] string[] Keys,
    [property: Id(1)] bool All,
    [property: Id(2)] long StartTs,
    [property: Id(3)] long EndTs,
    [property: Id(4)] bool DeleteLatest,
    [property: Id(5)] bool RewriteLatest);
