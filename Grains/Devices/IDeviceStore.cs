using OrleansIot.Devices;
using OrleansIot.Values;

namespace OrleansIot.Grains.Devices;

/// <summary>The registry of devices. Every write is one transaction; uniqueness (name, credentials id) is a constraint of the database.</summary>
public interface IDeviceStore
{
    Task<DeviceSnapshot?> LoadAsync(Guid id, CancellationToken cancellation);

    Task<DeviceRecord?> LoadRecordAsync(Guid id, CancellationToken cancellation);

    /// <summary>In one look-up, whatever the device holds; null: no such device.</summary>
    Task<DeviceState?> LoadStateAsync(long device, CancellationToken cancellation);

    /// <summary>Creates the row. Conflict: name or credentials id taken. Invalid: no such profile or customer.</summary>
    Task<Answer<DeviceRecord>> CreateAsync(Guid id, long createdTime, DeviceFields fields, NewCredentials credentials, CancellationToken cancellation);

    /// <summary>Changes the fields where the row still has <paramref name="expectedVersion"/>; the version grows by one. NotFound, Conflict or Invalid as in create.</summary>
    Task<Answer<DeviceRecord>> UpdateAsync(Guid id, DeviceFields fields, long expectedVersion, CancellationToken cancellation);

    /// <summary>Replaces the credentials where they still have <paramref name="expectedVersion"/>; their version grows.</summary>
    Task<Answer<DeviceRecord>> UpdateCredentialsAsync(Guid id, NewCredentials credentials, long expectedVersion, CancellationToken cancellation);

    /// <summary>Deletes the device with its attributes, readings and latest values. False: it was not there.</summary>
    Task<bool> DeleteAsync(Guid id, CancellationToken cancellation);

    /// <summary>The owners of access tokens, in one query; null for those that no device has.</summary>
    Task<TokenOwner?[]> ResolveAsync(IReadOnlyList<string> tokens, CancellationToken cancellation);

    Task<DeviceInfo?> FindByNameAsync(string name, CancellationToken cancellation);

    /// <summary>Invalid: a sort property the list does not know.</summary>
    Task<Answer<Page<DeviceInfo>>> ListAsync(DeviceQuery query, CancellationToken cancellation);
}
