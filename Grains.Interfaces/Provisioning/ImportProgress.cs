namespace OrleansIot.Provisioning;

/// <summary>How far a bulk import has come. Instants are milliseconds since 1970.</summary>
/// <param name="Line">All lines up to this one have been dealt with.</param>
/// <param name="Created">Lines that made a device.</param>
/// <param name="Failed">Lines that were refused.</param>
[GenerateSerializer, Immutable, Alias("OrleansIot.ImportProgress")]
public sealed record ImportProgress(
    [property: Id(0)] Guid Id,
    [property: Id(1)] long StartedTime,
    [property: Id(2)] long UpdatedTime,
    [property: Id(3)] long Line,
    [property: Id(4)] long Created,
    [property: Id(5)] long Failed);
