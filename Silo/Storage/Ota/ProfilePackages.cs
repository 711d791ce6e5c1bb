using OrleansIot.DeviceProfiles;
using OrleansIot.Ota;

namespace OrleansIot.Silo.Storage;

/// <summary>The packages of a profile, by type.</summary>
internal static class ProfilePackages
{
    public static Guid? Of(DeviceProfileFields fields, OtaPackageType type) => type == OtaPackageType.Firmware ? fields.FirmwareId : fields.SoftwareId;

    /// <summary>The types whose package differs.</summary>
    public static IEnumerable<OtaPackageType> Moved(DeviceProfileFields before, DeviceProfileFields after) =>
        Enum.GetValues<OtaPackageType>().Where(type => Of(before, type) != Of(after, type));
}
