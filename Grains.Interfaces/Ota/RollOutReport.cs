namespace OrleansIot.Ota;

[GenerateSerializer, Immutable, Alias("OrleansIot.RollOutReport")]
public sealed record RollOutReport([property: Id(0)] RollOutInfo Info, [property: Id(1)] RollOutCounts Counts);
