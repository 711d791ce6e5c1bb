using OrleansIot.Provisioning;
using OrleansIot.Values;

namespace OrleansIot.Grains.Provisioning;

/// <summary>Creates devices by the batch, and finds what their registration needs. Uniqueness is a constraint of the database.</summary>
public interface IProvisioningStore
{
    /// <summary>The profiles of provisioning keys, in one query; null for keys that no profile has.</summary>
    Task<ProvisioningProfile?[]> FindProfilesAsync(IReadOnlyList<string> keys, CancellationToken cancellation);

    /// <summary>The devices of names, in one query; null for names that no device has.</summary>
    Task<Guid?[]> FindDevicesAsync(IReadOnlyList<string> names, CancellationToken cancellation);

    /// <summary>
    /// Creates the devices in one transaction; each wholly or not at all, and one that is refused keeps no other from being created. Refusals as in
    /// <see cref="Devices.IDeviceStore.CreateAsync"/>, and LimitExceeded where the tenant's devices are used up. A device that the same request has created before is
    /// answered as created.
    /// </summary>
    /// <param name="step">The lines of a bulk import that the devices come from: its progress moves on in the same transaction. Null: there is none.</param>
    Task<Answer<CreatedDevice>[]> CreateAsync(IReadOnlyList<NewDevice> devices, ImportStep? step, CancellationToken cancellation);

    Task<ImportProgress?> LoadImportAsync(Guid import, CancellationToken cancellation);
}
