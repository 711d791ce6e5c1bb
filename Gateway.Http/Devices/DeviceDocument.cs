using System.Text.Json;
using OrleansIot.Devices;
using OrleansIot.Gateway.Http;

namespace OrleansIot.Gateway.Devices;

/// <summary>A device as ThingsBoard's clients know it.</summary>
internal record DeviceDocument
{
    private static readonly JsonElement DefaultData = JsonElement.Parse("""{"configuration":{"type":"DEFAULT"},"transportConfiguration":{"type":"DEFAULT"}}""");

    public EntityIdDocument? Id { get; init; }

    public long? CreatedTime { get; init; }

    public EntityIdDocument? TenantId { get; init; }

    public EntityIdDocument? CustomerId { get; init; }

    public string? Name { get; init; }

    public string? Type { get; init; }

    public string? Label { get; init; }

    public EntityIdDocument? DeviceProfileId { get; init; }

    public EntityIdDocument? FirmwareId { get; init; }

    public EntityIdDocument? SoftwareId { get; init; }

    public EntityIdDocument? ExternalId { get; init; }

    public long? Version { get; init; }

    public JsonElement? AdditionalInfo { get; init; }

    public JsonElement? DeviceData { get; init; }

    public static DeviceDocument From(DeviceInfo device) => Fill<DeviceDocument>(new(), device);

    protected static T Fill<T>(T document, DeviceInfo device)
        where T : DeviceDocument => (T)(document with
        {
            Id = EntityIdDocument.Device(device.Id),
            CreatedTime = device.CreatedTime,
            TenantId = EntityIdDocument.Tenant,
            CustomerId = EntityIdDocument.Customer(device.Fields.CustomerId),
            Name = device.Fields.Name,
            Type = device.Type,
            Label = device.Fields.Label,
            DeviceProfileId = EntityIdDocument.DeviceProfile(device.Fields.ProfileId),
            FirmwareId = EntityIdDocument.OtaPackage(device.Fields.FirmwareId),
            SoftwareId = EntityIdDocument.OtaPackage(device.Fields.SoftwareId),
            Version = device.Version,
            AdditionalInfo = MemberReader.Element(device.Fields.AdditionalInfo),
            DeviceData = DefaultData,
        });
}
