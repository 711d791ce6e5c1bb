namespace OrleansIot.Provisioning;

/// <summary>Registers devices that ask for it. Any activation answers; requests that meet are stored in one transaction.</summary>
[Alias("OrleansIot.IDeviceProvisioner")]
public interface IDeviceProvisioner : IGrainWithIntegerKey
{
    [Alias("Provision")]
    Task<ProvisionAnswer> Provision(ProvisionRequest request);
}
