using OrleansIot.Values;

namespace OrleansIot.Ota;

/// <summary>Which packages to list; every filter that is set must match.</summary>
/// <param name="AssignableOnly">Only those that have data or a URL.</param>
[GenerateSerializer, Immutable, Alias("OrleansIot.OtaPackageQuery")]
public sealed record OtaPackageQuery(
    [property: Id(0)] PageQuery Page,
    [property: Id(1)] Guid? ProfileId = null,
    [property: Id(2)] OtaPackageType? Type = null,
    [property: Id(3)] bool AssignableOnly = false);
