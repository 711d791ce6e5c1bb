using OrleansIot.Values;

namespace OrleansIot.Devices;

/// <summary>Which devices to list; every filter that is set must match.</summary>
[GenerateSerializer, Immutable, Alias("OrleansIot.DeviceQuery")]
public sealed record DeviceQuery(
    [property: Id(0)] PageQuery Page,
    [property: Id(1)] Guid? CustomerId = null,
    [property: Id(2)] string? Type = null,
    [property: Id(3)] Guid? ProfileId = null);
