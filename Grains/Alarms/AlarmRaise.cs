using OrleansIot.Alarms;

namespace OrleansIot.Grains.Alarms;

/// <param name="Now">Milliseconds since 1970.</param>
/// <param name="Details">Strict JSON, or null.</param>
public sealed record AlarmRaise(Guid DeviceId, string Type, AlarmSeverity Severity, long Now, byte[]? Details);
