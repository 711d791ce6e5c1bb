using OrleansIot.Accounts;
using OrleansIot.Values;

namespace OrleansIot.Devices;

/// <summary>Creates and lists devices. Every change of an existing device goes through its <see cref="IDeviceGrain"/>.</summary>
[Alias("OrleansIot.IDeviceRegistry")]
public interface IDeviceRegistry : IGrainWithIntegerKey
{
    /// <summary>Creates a device with its credentials in one transaction. Conflict: the name or the credentials id is taken.</summary>
    /// <param name="id">Chosen by the caller, new for each creation: a call that comes again with the same one gets what the first one made.</param>
    [Alias("Create")]
    Task<Answer<DeviceInfo>> Create(Caller caller, Guid id, DeviceFields fields, NewCredentials credentials);

    [Alias("FindByName")]
    Task<Answer<DeviceInfo>> FindByName(Caller caller, string name);

    /// <summary>The devices that the caller may see and the query matches.</summary>
    [Alias("List"), ResponseTimeout(CallTimes.Long)]
    Task<Answer<Page<DeviceInfo>>> List(Caller caller, DeviceQuery query);
}
