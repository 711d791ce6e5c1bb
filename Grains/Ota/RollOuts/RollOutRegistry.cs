using Orleans.Concurrency;
using OrleansIot.Accounts;
using OrleansIot.Grains.Values;
using OrleansIot.Ota;
using OrleansIot.Values;

namespace OrleansIot.Grains.Ota;

[StatelessWorker, Reentrant]
public sealed class RollOutRegistry(IRollOutStore store, TimeProvider time) : Grain, IRollOutRegistry
{
    public async Task<Answer<RollOutReport>> Create(Caller caller, Guid id, Guid profile, OtaPackageType type, Guid package, RollOutPlan plan)
    {
        if ((Refusals.UnlessAdministrator(caller) ?? RollOutRules.Check(plan)) is { } refusal)
            return refusal;
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var answer = await store.CreateAsync(new(id, now, profile, type, package, plan, RollOutState.Running, 0, now, 0, 0, null, null, 1), CancellationToken.None);
        if (answer.Value is not { } made)
            return new(answer.Outcome, null, answer.Reason);
        var rollOut = GrainFactory.GetGrain<IRollOut>(made.Id);
        await rollOut.Run();
        return await rollOut.Get(caller);
    }

    public async Task<Answer<Page<RollOutInfo>>> List(Caller caller, PageQuery query, Guid? profile) =>
        Refusals.UnlessAdministrator(caller) is { } refusal ? refusal : await store.ListAsync(query, profile, CancellationToken.None);

    public async Task<Answer<Page<RollOutDevice>>> ListDevices(Caller caller, Guid rollOut, OtaState? state, PageQuery query)
    {
        if (Refusals.UnlessAdministrator(caller) is { } refusal)
            return refusal;
        return await store.LoadAsync(rollOut, CancellationToken.None) is { } found ? await store.ListDevicesAsync(found, state, query, CancellationToken.None) : Refusals.Missing;
    }
}
