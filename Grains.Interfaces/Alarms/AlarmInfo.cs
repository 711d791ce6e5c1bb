namespace OrleansIot.Alarms;

/// <summary>An alarm. At most one of a type is not cleared per device. Instants are milliseconds since 1970, 0 for what did not happen.</summary>
/// <param name="Type">1 to 255 UTF-16 units.</param>
/// <param name="StartTs">When it was raised.</param>
/// <param name="EndTs">When it was last raised.</param>
/// <param name="Details">Strict JSON, or null.</param>
[GenerateSerializer, Immutable, Alias("OrleansIot.AlarmInfo")]
public sealed record AlarmInfo(
    [property: Id(0)] Guid Id,
    [property: Id(1)] long CreatedTime,
    [property: Id(2)] Guid DeviceId,
    [property: Id(3)] string DeviceName,
    [property: Id(4)] Guid? CustomerId,
    [property: Id(5)] string Type,
    [property: Id(6)] AlarmSeverity Severity,
    [property: Id(7)] long StartTs,
    [property: Id(8)] long EndTs,
    [property: Id(9)] long AcknowledgedTs,
    [property: Id(10)] long ClearedTs,
    [property: Id(11)] byte[]? Details)
{
    public bool IsAcknowledged => AcknowledgedTs != 0;

    public bool IsCleared => ClearedTs != 0;
}
