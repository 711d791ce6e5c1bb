namespace OrleansIot.Ota;

/// <summary>What a package is said to be when it is created. All but <see cref="AdditionalInfo"/> stays as it is.</summary>
/// <param name="Title">With the version unique in the tenant; both 1 to 255 UTF-16 units.</param>
/// <param name="Tag">Told to the devices where it is set.</param>
/// <param name="Url">Where devices get the data from; null: the data is uploaded here.</param>
/// <param name="AdditionalInfo">Strict JSON of an object, or null.</param>
/// <param name="UrlData">What is known of the data at the URL; null: nothing, or the data is here.</param>
[GenerateSerializer, Immutable, Alias("OrleansIot.OtaPackageFields")]
public sealed record OtaPackageFields(
    [property: Id(0)] Guid ProfileId,
    [property: Id(1)] OtaPackageType Type,
    [property: Id(2)] string Title,
    [property: Id(3)] string Version,
    [property: Id(4)] string? Tag,
    [property: Id(5)] string? Url,
    [property: Id(6)] byte[]? AdditionalInfo,
    [property: Id(7)] OtaUrlData? UrlData = null);
