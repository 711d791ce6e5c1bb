using OrleansIot.DeviceProfiles;
using OrleansIot.Values;

namespace OrleansIot.Grains.DeviceProfiles;

/// <summary>Device profiles. Every write is one transaction; name and provisioning key are unique.</summary>
public interface IDeviceProfileStore
{
    Task<DeviceProfileInfo?> LoadAsync(Guid id, CancellationToken cancellation);

    Task<DeviceProfileInfo?> FindByNameAsync(string name, CancellationToken cancellation);

    Task<DeviceProfileInfo?> FindDefaultAsync(CancellationToken cancellation);

    /// <summary>Conflict: the name or the provisioning key is taken.</summary>
    Task<Answer<DeviceProfileInfo>> CreateAsync(Guid id, long createdTime, DeviceProfileFields fields, CancellationToken cancellation);

    /// <summary>Makes this the default profile unless there is a default one; a profile of the same name becomes it.</summary>
    Task EnsureDefaultAsync(DeviceProfileFields fields, Guid id, long createdTime, CancellationToken cancellation);

    /// <summary>NotFound; Conflict: name or key taken, or <paramref name="expectedVersion"/> (null: any) is not the current one.</summary>
    Task<Answer<DeviceProfileInfo>> UpdateAsync(Guid id, DeviceProfileFields fields, long? expectedVersion, CancellationToken cancellation);

    /// <summary>NotFound; Invalid: it is the default one, or devices use it.</summary>
    Task<Answer<bool>> DeleteAsync(Guid id, CancellationToken cancellation);

    Task<Answer<DeviceProfileInfo>> SetDefaultAsync(Guid id, CancellationToken cancellation);

    /// <summary>Invalid: a sort property the list does not know.</summary>
    Task<Answer<Page<DeviceProfileInfo>>> ListAsync(PageQuery query, CancellationToken cancellation);
}
