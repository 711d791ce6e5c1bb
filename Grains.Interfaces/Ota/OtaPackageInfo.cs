namespace OrleansIot.Ota;

/// <summary>A package as the management API shows it.</summary>
/// <param name="CreatedTime">Milliseconds since 1970.</param>
/// <param name="File">Null: the data has not been uploaded, or lies at the URL.</param>
[GenerateSerializer, Immutable, Alias("OrleansIot.OtaPackageInfo")]
public sealed record OtaPackageInfo(
    [property: Id(0)] Guid Id,
    [property: Id(1)] long CreatedTime,
    [property: Id(2)] OtaPackageFields Fields,
    [property: Id(3)] OtaFile? File);
