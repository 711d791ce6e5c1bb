using OrleansIot.Values;

namespace OrleansIot.DeviceProfiles;

/// <summary>A device profile as the management API shows it.</summary>
/// <param name="CreatedTime">Milliseconds since 1970.</param>
/// <param name="IsDefault">Whether devices that name no profile get this one; exactly one is.</param>
/// <param name="Version">Grows with every change.</param>
[GenerateSerializer, Immutable, Alias("OrleansIot.DeviceProfileInfo")]
public sealed record DeviceProfileInfo(
    [property: Id(0)] Guid Id,
    [property: Id(1)] long CreatedTime,
    [property: Id(2)] DeviceProfileFields Fields,
    [property: Id(3)] bool IsDefault,
    [property: Id(4)] long Version) : IVersioned;
