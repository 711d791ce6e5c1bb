using System.Text.Json;
using OrleansIot.Alarms;
using OrleansIot.Gateway.Http;

namespace OrleansIot.Gateway.Alarms;

/// <summary>An alarm as ThingsBoard's clients know it.</summary>
internal sealed record AlarmDocument
{
    public required EntityIdDocument Id { get; init; }

    public required long CreatedTime { get; init; }

    public EntityIdDocument TenantId { get; init; } = EntityIdDocument.Tenant;

    public required EntityIdDocument CustomerId { get; init; }

    public required string Name { get; init; }

    public required string Type { get; init; }

    public required EntityIdDocument Originator { get; init; }

    public required string OriginatorName { get; init; }

    public required string Severity { get; init; }

    public required string Status { get; init; }

    public required bool Acknowledged { get; init; }

    public required bool Cleared { get; init; }

    public EntityIdDocument? AssigneeId { get; init; }

    public required long StartTs { get; init; }

    public required long EndTs { get; init; }

    public required long AckTs { get; init; }

    public required long ClearTs { get; init; }

    public long AssignTs { get; init; }

    public bool Propagate { get; init; }

    public JsonElement? Details { get; init; }

    public static AlarmDocument From(AlarmInfo alarm) => new()
    {
        Id = new("ALARM", alarm.Id.ToString("D")),
        CreatedTime = alarm.CreatedTime,
        CustomerId = EntityIdDocument.Customer(alarm.CustomerId),
        Name = alarm.Type,
        Type = alarm.Type,
        Originator = EntityIdDocument.Device(alarm.DeviceId),
        OriginatorName = alarm.DeviceName,
        Severity = AlarmWords.Severity(alarm.Severity),
        Status = AlarmWords.Status(alarm),
        Acknowledged = alarm.IsAcknowledged,
        Cleared = alarm.IsCleared,
        StartTs = alarm.StartTs,
        EndTs = alarm.EndTs,
        AckTs = alarm.AcknowledgedTs,
        ClearTs = alarm.ClearedTs,
        Details = MemberReader.Element(alarm.Details),
    };
}
