namespace OrleansIot.Provisioning;

/// <summary>Registers devices that ask for it. Any activation answers; requests that meet are stored in one transaction.</summary>
[Alias("OrleansIot.IDeviceProvisioner")]
public interface IDeviceProvisioner : IGrainWithIntegerKey
{
    /// <summary>A request that comes again under the same attempt means the device that it has made. Busy: too many wait.</summary>
    [ResponseTimeout("00:00:02"), Alias("Provision")]
    Task<ProvisionAnswer> Provision(ProvisionRequest request);
}
