using OrleansIot.Values;

namespace OrleansIot.Customers;

/// <summary>A customer as the management API shows it.</summary>
/// <param name="CreatedTime">Milliseconds since 1970.</param>
/// <param name="IsPublic">Whether it is the one customer that stands for everybody.</param>
/// <param name="Version">Grows with every change.</param>
[GenerateSerializer, Immutable, Alias("OrleansIot.CustomerInfo")]
public sealed record CustomerInfo(
    [property: Id(0)] Guid Id,
    [property: Id(1)] long CreatedTime,
    [property: Id(2)] CustomerFields Fields,
    [property: Id(3)] bool IsPublic,
    [property: Id(4)] long Version) : IVersioned;
