using OrleansIot.Values;

namespace OrleansIot.Telemetry;

/// <summary>One value of one key at one instant. A device has at most one reading per key and millisecond.</summary>
/// <param name="Key">1 to 255 UTF-16 units, not blank, without NUL (specification 2.5).</param>
/// <param name="Ts">Milliseconds since 1970-01-01T00:00:00Z; any 64-bit value is stored as it is.</param>
[GenerateSerializer, Immutable, Alias("OrleansIot.Reading")]
public readonly record struct Reading([property: Id(0)] string Key, [property: Id(1)] long Ts, [property: Id(2)] TypedValue Value);
