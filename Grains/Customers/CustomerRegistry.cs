using Orleans.Concurrency;
using OrleansIot.Accounts;
using OrleansIot.Customers;
using OrleansIot.Devices;
using OrleansIot.Grains.Values;
using OrleansIot.Values;

namespace OrleansIot.Grains.Customers;

[StatelessWorker, Reentrant]
public sealed class CustomerRegistry(ICustomerStore store, TimeProvider time) : Grain, ICustomerRegistry
{
    private const int Batch = 64;
    private static readonly CustomerFields Public = new("Public", Contact.None, """{"isPublic":true}"""u8.ToArray());

    public async Task<Answer<CustomerInfo>> Create(Caller caller, Guid id, CustomerFields fields)
    {
        var answer = await CreateAsync(caller, id, fields, isPublic: false);
        return answer.Outcome == Outcome.Conflict && await store.LoadAsync(id, CancellationToken.None) is { } made ? made : answer;
    }

    public async Task<Answer<CustomerInfo>> Get(Caller caller, Guid id) =>
        caller.MaySee(id) ? Found(await store.LoadAsync(id, CancellationToken.None)) : Refusals.Forbidden;

    public async Task<Answer<CustomerInfo>> FindByTitle(Caller caller, string title) =>
        Refusals.UnlessAdministrator(caller) is { } refusal ? refusal : Found(await store.FindByTitleAsync(title, CancellationToken.None));

    public async Task<Answer<CustomerInfo>> Update(Caller caller, Guid id, CustomerFields fields, long? expectedVersion) =>
        (Refusals.UnlessAdministrator(caller) ?? CustomerRules.Check(fields)) is { } refusal
            ? refusal
            : await store.UpdateAsync(id, fields, expectedVersion, CancellationToken.None);

    public async Task<Answer<bool>> Delete(Caller caller, Guid id)
    {
        if (Refusals.UnlessAdministrator(caller) is { } refusal)
            return refusal;
        while (true)
        {
            switch (await store.DeleteAsync(id, CancellationToken.None))
            {
                case Outcome.Done:
                    return true;
                case Outcome.NotFound:
                    return Refusals.Missing;
                default:
                    if (await ReleaseAsync(caller, id) is { } failed)
                        return failed;
                    break;
            }
        }
    }

    public async Task<Answer<Page<CustomerInfo>>> List(Caller caller, PageQuery query) =>
        Refusals.UnlessAdministrator(caller) is { } refusal ? refusal : await store.ListAsync(query, CancellationToken.None);

    public async Task<Answer<CustomerInfo>> GetPublic(Caller caller)
    {
        if (Refusals.UnlessAdministrator(caller) is { } refusal)
            return refusal;
        if (await store.FindPublicAsync(CancellationToken.None) is { } found)
            return found;
        var answer = await CreateAsync(caller, Guid.CreateVersion7(time.GetUtcNow()), Public, isPublic: true);
        // Somebody else may have made it just now; a conflict about the title stays one.
        return answer.Outcome == Outcome.Conflict && await store.FindPublicAsync(CancellationToken.None) is { } made ? made : answer;
    }

    public async Task<Guid?> FindPublicId() => (await store.FindPublicAsync(CancellationToken.None))?.Id;

    private async Task<Answer<CustomerInfo>> CreateAsync(Caller caller, Guid id, CustomerFields fields, bool isPublic)
    {
        if ((Refusals.UnlessAdministrator(caller) ?? CustomerRules.Check(fields)) is { } refusal)
            return refusal;
        return await store.CreateAsync(new(id, time.GetUtcNow().ToUnixTimeMilliseconds(), fields, isPublic, 1), CancellationToken.None);
    }

    /// <summary>One batch of what belongs to the customer; each through its own grain, which must know. Null: go on.</summary>
    private async Task<Refusal?> ReleaseAsync(Caller caller, Guid customer)
    {
        var page = new PageQuery(Batch, 0);
        var devices = await GrainFactory.GetGrain<IDeviceRegistry>(0).List(caller, new(page, customer));
        var users = await GrainFactory.GetGrain<IUserRegistry>(0).List(caller, new(page, customer));
        if (devices.Value is null || users.Value is null || devices.Value.Data.Count + users.Value.Data.Count == 0)
            return Refusals.Overloaded;
        var given = await Task.WhenAll(devices.Value.Data.Select(d => GrainFactory.GetGrain<IDeviceGrain>(d.Id).Assign(caller, null)));
        var deleted = await Task.WhenAll(users.Value.Data.Select(u => GrainFactory.GetGrain<IUserGrain>(u.Id).Delete(caller)));
        var bad = given.Select(a => a.Outcome).Concat(deleted.Select(a => a.Outcome)).Any(o => o is not (Outcome.Done or Outcome.NotFound));
        return bad ? Refusals.Overloaded : null;
    }

    private static Answer<CustomerInfo> Found(CustomerInfo? customer) => customer is null ? Refusals.Missing : customer;
}
