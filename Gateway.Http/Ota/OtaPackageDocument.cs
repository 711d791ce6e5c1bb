using System.Text.Json;
using OrleansIot.Gateway.Http;
using OrleansIot.Ota;

namespace OrleansIot.Gateway.Ota;

/// <summary>A package as ThingsBoard's clients know it.</summary>
internal sealed record OtaPackageDocument
{
    public EntityIdDocument? Id { get; init; }

    public long? CreatedTime { get; init; }

    public EntityIdDocument? TenantId { get; init; }

    public EntityIdDocument? DeviceProfileId { get; init; }

    public string? Type { get; init; }

    public string? Title { get; init; }

    public string? Version { get; init; }

    public string? Tag { get; init; }

    public string? Url { get; init; }

    /// <summary>Taken, not told: whether the data lies at the URL.</summary>
    public bool? UsesUrl { get; init; }

    public bool? HasData { get; init; }

    public string? FileName { get; init; }

    public string? ContentType { get; init; }

    public string? ChecksumAlgorithm { get; init; }

    public string? Checksum { get; init; }

    public long? DataSize { get; init; }

    public string? Name { get; init; }

    public EntityIdDocument? ExternalId { get; init; }

    public JsonElement? AdditionalInfo { get; init; }

    public static OtaPackageDocument From(OtaPackageInfo package) => new()
    {
        Id = EntityIdDocument.OtaPackage(package.Id),
        CreatedTime = package.CreatedTime,
        TenantId = EntityIdDocument.Tenant,
        DeviceProfileId = EntityIdDocument.DeviceProfile(package.Fields.ProfileId),
        Type = OtaTypes.Name(package.Fields.Type),
        Title = package.Fields.Title,
        Version = package.Fields.Version,
        Tag = package.Fields.Tag,
        Url = package.Fields.Url,
        UsesUrl = package.Fields.Url is not null,
        HasData = package.File is not null || package.Fields.Url is not null,
        FileName = package.File?.Name,
        ContentType = package.File?.ContentType,
        ChecksumAlgorithm = (package.File?.Algorithm ?? package.Fields.UrlData?.Algorithm) is { } algorithm ? ChecksumNames.Of(algorithm) : null,
        Checksum = package.File?.Checksum ?? package.Fields.UrlData?.Checksum,
        DataSize = package.File?.Size ?? package.Fields.UrlData?.Size,
        Name = package.Fields.Title,
        AdditionalInfo = MemberReader.Element(package.Fields.AdditionalInfo),
    };

    public OtaPackageFields ToFields(MemberReader members)
    {
        var profile = members.Id("deviceProfileId", DeviceProfileId);
        if (profile is null)
            members.Refuse("'deviceProfileId' should be specified!");
        var type = OtaTypes.Parse(Type);
        if (type is null)
            members.Refuse("'type' must be FIRMWARE or SOFTWARE");
        var info = members.Object("additionalInfo", AdditionalInfo);
        if (UsesUrl is true && string.IsNullOrWhiteSpace(Url))
            members.Refuse("'url' should be specified!");
        var url = UsesUrl is false || string.IsNullOrEmpty(Url) ? null : Url;
        var data = url is null ? null : UrlData(members);
        return new(profile ?? default, type ?? default, Title ?? "", Version ?? "", string.IsNullOrEmpty(Tag) ? null : Tag, url, info, data);
    }

    /// <summary>Of data that lies here, what counts is what it is.</summary>
    private OtaUrlData? UrlData(MemberReader members)
    {
        var checksum = string.IsNullOrEmpty(Checksum) ? null : Checksum.ToLowerInvariant();
        var algorithm = checksum is null ? null : ChecksumNames.Parse(ChecksumAlgorithm ?? "SHA256");
        if (checksum is not null && algorithm is null)
            members.Refuse("'checksumAlgorithm' is no known algorithm");
        return checksum is null && DataSize is null ? null : new(DataSize, algorithm, checksum);
    }
}
