namespace OrleansIot.Telemetry;

/// <summary>The readings of one key, in the order asked for. A bucket carries the instant in its middle.</summary>
[GenerateSerializer, Immutable, Alias("OrleansIot.KeySeries")]
public sealed record KeySeries([property: Id(0)] string Key, [property: Id(1)] Reading[] Readings);
