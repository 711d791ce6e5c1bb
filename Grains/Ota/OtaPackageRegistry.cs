using Orleans.Concurrency;
using OrleansIot.Accounts;
using OrleansIot.Grains.Values;
using OrleansIot.Ota;
using OrleansIot.Values;

namespace OrleansIot.Grains.Ota;

[StatelessWorker, Reentrant]
public sealed class OtaPackageRegistry(IOtaPackageStore store, TimeProvider time) : Grain, IOtaPackageRegistry
{
    public async Task<Answer<OtaPackageInfo>> Create(Caller caller, Guid id, OtaPackageFields fields)
    {
        if ((Refusals.UnlessAdministrator(caller) ?? OtaRules.Check(fields)) is { } refusal)
            return refusal;
        return await store.CreateAsync(id, time.GetUtcNow().ToUnixTimeMilliseconds(), fields, CancellationToken.None);
    }

    public async Task<Answer<OtaPackageInfo>> Update(Caller caller, Guid id, OtaPackageFields fields)
    {
        if ((Refusals.UnlessAdministrator(caller) ?? OtaRules.Check(fields)) is { } refusal)
            return refusal;
        if (await store.LoadAsync(id, CancellationToken.None) is not { } package)
            return Refusals.Missing;
        return OtaRules.CheckUnchanged(package.Fields, fields) is { } changed ? changed : await store.UpdateInfoAsync(id, fields.AdditionalInfo, CancellationToken.None);
    }

    public async Task<Answer<OtaPackageInfo>> Get(Caller caller, Guid id)
    {
        if (Refusals.UnlessAdministrator(caller) is { } refusal)
            return refusal;
        return await store.LoadAsync(id, CancellationToken.None) is { } package ? package : Refusals.Missing;
    }

    public async Task<Answer<bool>> Delete(Caller caller, Guid id) =>
        Refusals.UnlessAdministrator(caller) is { } refusal ? refusal : await store.DeleteAsync(id, CancellationToken.None);

    public async Task<Answer<Page<OtaPackageInfo>>> List(Caller caller, OtaPackageQuery query) =>
        Refusals.UnlessAdministrator(caller) is { } refusal ? refusal : await store.ListAsync(query, CancellationToken.None);
}
