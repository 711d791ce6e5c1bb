namespace OrleansIot.Provisioning;

/// <summary>Registers devices that ask for it. Any activation answers; requests that meet are stored in one transaction.</summary>
[Alias("OrleansIot.IDeviceProvisioner")]
public interface IDeviceProvisioner : IGrainWithIntegerKey
{
    /// <summary>
    /// The answers to some requests that have met at a gateway, in their order: none of them says anything of another. A request that comes again under the same attempt
    /// means the device that it has made. Busy: too many wait.
    /// </summary>
    [ResponseTimeout("00:00:02"), Alias("ProvisionAll")]
    Task<ProvisionAnswer[]> ProvisionAll(ProvisionRequest[] requests);
}
