using OrleansIot.Ota;

namespace OrleansIot.Grains.Ota;

/// <summary>Names of the readings and shared attributes of a type of packages (device API specification, section 7.3).</summary>
internal sealed class OtaKeys
{
    private static readonly OtaKeys Firmware = new("fw_");
    private static readonly OtaKeys Software = new("sw_");

    private OtaKeys(string prefix)
    {
        State = prefix + "state";
        Title = prefix + "title";
        Version = prefix + "version";
        Tag = prefix + "tag";
        Size = prefix + "size";
        ChecksumAlgorithm = prefix + "checksum_algorithm";
        Checksum = prefix + "checksum";
        Url = prefix + "url";
        TargetTitle = "target_" + Title;
        TargetVersion = "target_" + Version;
        TargetTag = "target_" + Tag;
        TargetTs = "target_" + prefix + "ts";
        Optional = [Tag, Size, ChecksumAlgorithm, Checksum, Url];
        Attributes = [Title, Version, prefix + "ts", State, Size, Checksum, ChecksumAlgorithm, Url, Tag];
    }

    public string State { get; }

    public string Title { get; }

    public string Version { get; }

    public string Tag { get; }

    public string Size { get; }

    public string ChecksumAlgorithm { get; }

    public string Checksum { get; }

    public string Url { get; }

    public string TargetTitle { get; }

    public string TargetVersion { get; }

    public string TargetTag { get; }

    public string TargetTs { get; }

    /// <summary>Shared attributes that not every package has.</summary>
    public string[] Optional { get; }

    /// <summary>All shared attributes that go when a device has no package any more.</summary>
    public string[] Attributes { get; }

    public static OtaKeys Of(OtaPackageType type) => type == OtaPackageType.Firmware ? Firmware : Software;
}
