using OrleansIot.DeviceProfiles;

namespace OrleansIot.Gateway.DeviceProfiles;

/// <summary>ThingsBoard's names of the ways to register.</summary>
internal static class ProvisionTypes
{
    public static string Name(ProvisionType type) => type switch
    {
        ProvisionType.AllowCreateNewDevices => "ALLOW_CREATE_NEW_DEVICES",
        ProvisionType.CheckPreProvisionedDevices => "CHECK_PRE_PROVISIONED_DEVICES",
        ProvisionType.X509CertificateChain => "X509_CERTIFICATE_CHAIN",
        _ => "DISABLED",
    };

    public static bool TryParse(string name, out ProvisionType type)
    {
        foreach (var known in Enum.GetValues<ProvisionType>())
        {
            if (Name(known) != name)
                continue;
            type = known;
            return true;
        }
        type = ProvisionType.Disabled;
        return false;
    }
}
