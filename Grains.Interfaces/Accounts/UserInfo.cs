using OrleansIot.Values;

namespace OrleansIot.Accounts;

/// <summary>A user as the management API shows it.</summary>
/// <param name="CreatedTime">Milliseconds since 1970.</param>
/// <param name="Activated">Whether the user has chosen a password.</param>
/// <param name="Version">Grows with every change of the fields.</param>
[GenerateSerializer, Immutable, Alias("OrleansIot.UserInfo")]
public sealed record UserInfo(
    [property: Id(0)] Guid Id,
    [property: Id(1)] long CreatedTime,
    [property: Id(2)] UserFields Fields,
    [property: Id(3)] bool Enabled,
    [property: Id(4)] bool Activated,
    [property: Id(5)] long Version) : IVersioned;
