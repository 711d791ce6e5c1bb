namespace OrleansIot.Telemetry;

/// <summary>The readings of one request: stored all or none. Holds no two readings of the same key and instant.</summary>
[GenerateSerializer, Immutable, Alias("OrleansIot.TelemetryBatch")]
public sealed record TelemetryBatch([property: Id(0)] Reading[] Readings)
{
    public static readonly TelemetryBatch Empty = new([]);
}
