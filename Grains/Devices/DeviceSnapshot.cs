using OrleansIot.Attributes;

namespace OrleansIot.Grains.Devices;

/// <summary>Everything a device grain needs to start: loaded in one read.</summary>
/// <param name="TelemetryKeys">Names of all telemetry keys that have a latest value.</param>
public sealed record DeviceSnapshot(DeviceRecord Record, AttributeEntry[] Attributes, string[] TelemetryKeys);
