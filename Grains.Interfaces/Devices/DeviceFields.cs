namespace OrleansIot.Devices;

/// <summary>The members of a device that its owner may set.</summary>
/// <param name="Name">1 to 255 UTF-16 units, unique in the tenant.</param>
/// <param name="ProfileId">The device profile; its name is the device's type.</param>
/// <param name="AdditionalInfo">Strict JSON of an object, or null.</param>
/// <param name="FirmwareId">Its own package of the profile's; null: it has the profile's package.</param>
/// <param name="SoftwareId">As for the firmware.</param>
[GenerateSerializer, Immutable, Alias("OrleansIot.DeviceFields")]
public sealed record DeviceFields(
    [property: Id(0)] string Name,
    [property: Id(1)] string? Label,
    [property: Id(2)] Guid ProfileId,
    [property: Id(3)] Guid? CustomerId,
    [property: Id(4)] byte[]? AdditionalInfo,
    [property: Id(5)] Guid? FirmwareId = null,
    [property: Id(6)] Guid? SoftwareId = null);
