using OrleansIot.DeviceProfiles;

namespace OrleansIot.Grains.DeviceProfiles;

/// <summary>A profile that was only named.</summary>
internal static class ProfileTemplate
{
    private static readonly byte[] Document =
        """{"type":"DEFAULT","transportType":"DEFAULT","profileData":{"configuration":{"type":"DEFAULT"},"transportConfiguration":{"type":"DEFAULT"},"provisionConfiguration":{"type":"DISABLED","provisionDeviceSecret":null},"alarms":null}}"""u8.ToArray();

    public static DeviceProfileFields Named(string name) => new(name, ProvisionType.Disabled, null, null, Document);
}
