using OrleansIot.Values;

namespace OrleansIot.Alarms;

/// <summary>Which alarms to list; every filter that is set must match.</summary>
/// <param name="StartTs">Created at this instant or later.</param>
/// <param name="EndTs">Created before this instant.</param>
[GenerateSerializer, Immutable, Alias("OrleansIot.AlarmQuery")]
public sealed record AlarmQuery(
    [property: Id(0)] PageQuery Page,
    [property: Id(1)] Guid? DeviceId = null,
    [property: Id(2)] Guid? CustomerId = null,
    [property: Id(3)] bool? IsCleared = null,
    [property: Id(4)] bool? IsAcknowledged = null,
    [property: Id(5)] AlarmSeverity? Severity = null,
    [property: Id(6)] string? Type = null,
    [property: Id(7)] long? StartTs = null,
    [property: Id(8)] long? EndTs = null);
