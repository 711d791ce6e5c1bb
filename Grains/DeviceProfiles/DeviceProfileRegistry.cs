using Orleans.Concurrency;
using OrleansIot.Accounts;
using OrleansIot.DeviceProfiles;
using OrleansIot.Grains.Values;
using OrleansIot.Values;

namespace OrleansIot.Grains.DeviceProfiles;

[StatelessWorker, Reentrant]
public sealed class DeviceProfileRegistry(IDeviceProfileStore store, TimeProvider time) : Grain, IDeviceProfileRegistry
{
    public async Task<Answer<DeviceProfileInfo>> Create(Caller caller, Guid id, DeviceProfileFields fields)
    {
        if ((Refusals.UnlessAdministrator(caller) ?? ProfileRules.Check(fields)) is { } refusal)
            return refusal;
        var answer = await store.CreateAsync(id, time.GetUtcNow().ToUnixTimeMilliseconds(), fields, CancellationToken.None);
        return answer.Outcome == Outcome.Conflict && await store.LoadAsync(id, CancellationToken.None) is { } made ? made : answer;
    }

    public async Task<Answer<DeviceProfileInfo>> Get(Caller caller, Guid id) => Found(await store.LoadAsync(id, CancellationToken.None));

    public async Task<Answer<DeviceProfileInfo>> GetDefault(Caller caller) => Found(await store.FindDefaultAsync(CancellationToken.None));

    public async Task<Answer<DeviceProfileInfo>> GetOrCreate(Caller caller, string name)
    {
        if (await store.FindByNameAsync(name, CancellationToken.None) is { } found)
            return found;
        var answer = await Create(caller, Guid.CreateVersion7(time.GetUtcNow()), ProfileTemplate.Named(name));
        // Somebody else may have made it just now.
        return answer.Outcome == Outcome.Conflict ? Found(await store.FindByNameAsync(name, CancellationToken.None)) : answer;
    }

    public async Task<Answer<DeviceProfileInfo>> Update(Caller caller, Guid id, DeviceProfileFields fields, long? expectedVersion) =>
        (Refusals.UnlessAdministrator(caller) ?? ProfileRules.Check(fields)) is { } refusal
            ? refusal
            : await store.UpdateAsync(id, fields, expectedVersion, CancellationToken.None);

    public async Task<Answer<bool>> Delete(Caller caller, Guid id) =>
        Refusals.UnlessAdministrator(caller) is { } refusal ? refusal : await store.DeleteAsync(id, CancellationToken.None);

    public async Task<Answer<DeviceProfileInfo>> SetDefault(Caller caller, Guid id) =>
        Refusals.UnlessAdministrator(caller) is { } refusal ? refusal : await store.SetDefaultAsync(id, CancellationToken.None);

    public Task<Answer<Page<DeviceProfileInfo>>> List(Caller caller, PageQuery query) => store.ListAsync(query, CancellationToken.None);

    private static Answer<DeviceProfileInfo> Found(DeviceProfileInfo? profile) => profile is null ? Refusals.Missing : profile;
}
