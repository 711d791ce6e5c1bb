using Orleans.Concurrency;
using OrleansIot.Accounts;
using OrleansIot.Devices;
using OrleansIot.Grains.Rules;
using OrleansIot.Values;

namespace OrleansIot.Grains.Devices;

[StatelessWorker, Reentrant]
public sealed class DeviceRegistry(IDeviceStore store, RuleCatalog rules, TimeProvider time) : Grain, IDeviceRegistry
{
    private static readonly Refusal AdminOnly = new(Outcome.Forbidden, "You don't have permission to perform this operation!");
    private static readonly Refusal NotFound = new(Outcome.NotFound, "Requested item wasn't found!");

    public async Task<Answer<DeviceInfo>> Create(Caller caller, Guid id, DeviceFields fields, NewCredentials credentials)
    {
        if (caller.Authority != Authority.TenantAdmin)
            return AdminOnly;
        if ((DeviceRules.Check(fields) ?? DeviceRules.Check(credentials)) is { } refusal)
            return refusal;
        var answer = await store.CreateAsync(id, time.GetUtcNow().ToUnixTimeMilliseconds(), fields, credentials, CancellationToken.None);
        if (answer.Value?.Info is { } made && await rules.SeesAsync(made.Fields.ProfileId, MessageTypes.EntityCreated))
            await GrainFactory.GetGrain<IRuleDevice>(made.Id).Announce(MessageTypes.EntityCreated, DeviceJson.Write(made), null);
        return answer.Outcome == Outcome.Conflict && await store.LoadRecordAsync(id, CancellationToken.None) is { } known
            ? known.Info
            : new Answer<DeviceInfo>(answer.Outcome, answer.Value?.Info, answer.Reason);
    }

    public async Task<Answer<DeviceInfo>> FindByName(Caller caller, string name)
    {
        if (await store.FindByNameAsync(name, CancellationToken.None) is not { } device)
            return NotFound;
        return caller.MaySee(device.Fields.CustomerId) ? device : AdminOnly;
    }

    public async Task<Guid?> FindId(string name) => (await store.FindByNameAsync(name, CancellationToken.None))?.Id;

    public async Task<Answer<Page<DeviceInfo>>> List(Caller caller, DeviceQuery query)
    {
        if (!caller.MaySee(query.CustomerId))
            return AdminOnly;
        return await store.ListAsync(query, CancellationToken.None);
    }
}
