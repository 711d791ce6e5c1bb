using OrleansIot.Values;

namespace OrleansIot.Devices;

/// <summary>A device as the management API shows it.</summary>
/// <param name="CreatedTime">Milliseconds since 1970.</param>
/// <param name="Version">Grows with every change of the fields.</param>
/// <param name="Type">Name of the device's profile.</param>
/// <param name="CustomerTitle">Title of the owning customer; null when there is none.</param>
[GenerateSerializer, Immutable, Alias("OrleansIot.DeviceInfo")]
public sealed record DeviceInfo(
    [property: Id(0)] Guid Id,
    [property: Id(1)] long CreatedTime,
    [property: Id(2)] DeviceFields Fields,
    [property: Id(3)] long Version,
    [property: Id(4)] string Type,
    [property: Id(5)] string? CustomerTitle) : IVersioned;
