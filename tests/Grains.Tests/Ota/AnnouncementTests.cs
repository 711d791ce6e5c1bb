using OrleansIot.Grains.Ota;
using OrleansIot.Ota;
using OrleansIot.Values;

namespace OrleansIot.Grains.Tests.Ota;

/// <summary>What is written for a device that shall run another package (device API specification, section 7.3).</summary>
public sealed class AnnouncementTests
{
    private const long Ts = 1_700_000_000_001;

    [Fact]
    public void a_package_with_data_is_told_with_its_target_both_states_and_all_of_its_attributes()
    {
        var package = Package(OtaPackageType.Firmware, tag: "T 1.0", url: null);
        var announcement = Announcement.Of([new(OtaPackageType.Firmware, package, null)], Ts);

        Assert.Equal(
            [
                ("target_fw_title", Ts - 1, TypedValue.String("T")),
                ("target_fw_version", Ts - 1, TypedValue.String("1.0")),
                ("target_fw_tag", Ts - 1, TypedValue.String("T 1.0")),
                ("target_fw_ts", Ts - 1, TypedValue.Long(Ts - 1)),
                ("fw_state", Ts - 1, TypedValue.String("QUEUED")),
                ("fw_state", Ts, TypedValue.String("INITIATED")),
            ],
            announcement.Readings.Select(r => (r.Key, r.Ts, r.Value)));
        Assert.Equal(
            [
                ("fw_title", TypedValue.String("T")),
                ("fw_version", TypedValue.String("1.0")),
                ("fw_tag", TypedValue.String("T 1.0")),
                ("fw_size", TypedValue.Long(3)),
                ("fw_checksum_algorithm", TypedValue.String("MD5")),
                ("fw_checksum", TypedValue.String("00ff")),
            ],
            announcement.Written.Select(w => (w.Key, w.Value)));
        Assert.Equal(["fw_url"], announcement.Deleted);
        Assert.Equal([new(OtaPackageType.Firmware, package.Id, OtaState.Initiated, Ts)], announcement.Marks);
    }

    [Fact]
    public void a_package_that_lies_elsewhere_is_told_with_its_url_and_what_a_former_one_had_goes()
    {
        var package = Package(OtaPackageType.Software, tag: null, url: "https://example.org/a");
        var announcement = Announcement.Of([new(OtaPackageType.Software, package, Guid.NewGuid())], Ts);

        Assert.Equal(["sw_title", "sw_version", "sw_url"], announcement.Written.Select(w => w.Key));
        Assert.Equal(["sw_tag", "sw_size", "sw_checksum_algorithm", "sw_checksum"], announcement.Deleted);
        Assert.DoesNotContain(announcement.Readings, r => r.Key == "target_sw_tag");
    }

    [Fact]
    public void what_is_known_of_data_that_lies_elsewhere_is_told_and_the_rest_goes()
    {
        var package = Package(OtaPackageType.Firmware, tag: null, url: "https://example.org/a");
        package = package with { Fields = package.Fields with { UrlData = new(5, null, null) } };
        var announcement = Announcement.Of([new(OtaPackageType.Firmware, package, null)], Ts);
        Assert.Equal(["fw_title", "fw_version", "fw_size", "fw_url"], announcement.Written.Select(w => w.Key));
        Assert.Equal(["fw_tag", "fw_checksum_algorithm", "fw_checksum"], announcement.Deleted);

        package = package with { Fields = package.Fields with { UrlData = new(null, ChecksumAlgorithm.Murmur3With32Bits, "0a") } };
        announcement = Announcement.Of([new(OtaPackageType.Firmware, package, null)], Ts);
        Assert.Equal(["fw_title", "fw_version", "fw_checksum_algorithm", "fw_checksum", "fw_url"], announcement.Written.Select(w => w.Key));
        Assert.Equal([TypedValue.String("MURMUR3_32"), TypedValue.String("0a")], announcement.Written.Skip(2).Take(2).Select(w => w.Value));
    }

    [Fact]
    public void without_a_package_all_attributes_of_the_type_go_and_nothing_is_said()
    {
        var announcement = Announcement.Of([new(OtaPackageType.Firmware, null, Guid.NewGuid())], Ts);

        Assert.Empty(announcement.Readings);
        Assert.Empty(announcement.Written);
        Assert.Equal(
            ["fw_title", "fw_version", "fw_ts", "fw_state", "fw_size", "fw_checksum", "fw_checksum_algorithm", "fw_url", "fw_tag"], announcement.Deleted);
        Assert.Equal([new(OtaPackageType.Firmware, null, OtaState.None, Ts)], announcement.Marks);
    }

    [Fact]
    public void firmware_and_software_are_told_at_once_and_neither_deletes_what_the_other_writes()
    {
        var announcement = Announcement.Of(
            [
                new(OtaPackageType.Firmware, Package(OtaPackageType.Firmware, "a", null), null),
                new(OtaPackageType.Software, Package(OtaPackageType.Software, null, "u"), null),
            ],
            Ts);

        Assert.Empty(announcement.Deleted.Intersect(announcement.Written.Select(w => w.Key)));
        Assert.Equal(2, announcement.Marks.Length);
    }

    private static OtaPackageInfo Package(OtaPackageType type, string? tag, string? url) => new(
        Guid.NewGuid(), 1, new(Guid.NewGuid(), type, "T", "1.0", tag, url, null),
        url is null ? new(Guid.NewGuid(), "f.bin", "application/octet-stream", ChecksumAlgorithm.Md5, "00ff", 3, "aa", 1_024) : null);
}
