namespace OrleansIot.DeviceProfiles;

/// <summary>How devices may register themselves with a profile. The numbers are stored: never renumber.</summary>
public enum ProvisionType : byte
{
    Disabled = 0,
    AllowCreateNewDevices = 1,
    CheckPreProvisionedDevices = 2,
    X509CertificateChain = 3,
}
