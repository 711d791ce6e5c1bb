using OrleansIot.Accounts;
using OrleansIot.Values;

namespace OrleansIot.DeviceProfiles;

/// <summary>The device profiles of the tenant.</summary>
[Alias("OrleansIot.IDeviceProfileRegistry")]
public interface IDeviceProfileRegistry : IGrainWithIntegerKey
{
    /// <summary>Conflict: the name or the provisioning key is taken.</summary>
    /// <param name="id">Chosen by the caller, new for each creation: a call that comes again with the same one gets what the first one made.</param>
    [Alias("Create")]
    Task<Answer<DeviceProfileInfo>> Create(Caller caller, Guid id, DeviceProfileFields fields);

    [Alias("Get")]
    Task<Answer<DeviceProfileInfo>> Get(Caller caller, Guid id);

    [Alias("GetDefault")]
    Task<Answer<DeviceProfileInfo>> GetDefault(Caller caller);

    /// <summary>The profile of that name; made when there is none.</summary>
    [Alias("GetOrCreate")]
    Task<Answer<DeviceProfileInfo>> GetOrCreate(Caller caller, string name);

    /// <summary>Conflict: the name or the provisioning key is taken, or <paramref name="expectedVersion"/> (null: any) is not the current one.</summary>
    [Alias("Update")]
    Task<Answer<DeviceProfileInfo>> Update(Caller caller, Guid id, DeviceProfileFields fields, long? expectedVersion);

    /// <summary>Invalid: it is the default profile, or devices use it.</summary>
    [Alias("Delete"), ResponseTimeout(CallTimes.Long)]
    Task<Answer<bool>> Delete(Caller caller, Guid id);

    [Alias("SetDefault")]
    Task<Answer<DeviceProfileInfo>> SetDefault(Caller caller, Guid id);

    [Alias("List"), ResponseTimeout(CallTimes.Long)]
    Task<Answer<Page<DeviceProfileInfo>>> List(Caller caller, PageQuery query);
}
