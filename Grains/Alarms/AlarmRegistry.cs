using Orleans.Concurrency;
using OrleansIot.Accounts;
using OrleansIot.Alarms;
using OrleansIot.Devices;
using OrleansIot.Grains.Rules;
using OrleansIot.Grains.Values;
using OrleansIot.Values;

namespace OrleansIot.Grains.Alarms;

[StatelessWorker, Reentrant]
public sealed class AlarmRegistry(IAlarmStore store, TimeProvider time) : Grain, IAlarmRegistry
{
    public async Task<Answer<AlarmInfo>> Get(Caller caller, Guid id)
    {
        if (await store.LoadAsync(id, CancellationToken.None) is not { } alarm)
            return Refusals.Missing;
        return caller.MaySee(alarm.CustomerId) ? alarm : Refusals.Forbidden;
    }

    public async Task<Answer<Page<AlarmInfo>>> List(Caller caller, AlarmQuery query)
    {
        if (caller.CustomerId is { } own)
            query = query with { CustomerId = own };
        if (query.DeviceId is { } device && (await GrainFactory.GetGrain<IDeviceGrain>(device).Get(caller)) is { Outcome: not Outcome.Done } refused)
            return new(refused.Outcome, null, refused.Reason);
        return await store.ListAsync(query, CancellationToken.None);
    }

    public Task<Answer<AlarmInfo>> Acknowledge(Caller caller, Guid id) => ChangeAsync(caller, id, now => store.AcknowledgeAsync(id, now, CancellationToken.None), MessageTypes.AlarmAcknowledged);

    public Task<Answer<AlarmInfo>> Clear(Caller caller, Guid id) => ChangeAsync(caller, id, now => store.ClearAsync(id, now, null, CancellationToken.None), MessageTypes.AlarmCleared);

    public async Task<Answer<bool>> Delete(Caller caller, Guid id)
    {
        if (Refusals.UnlessAdministrator(caller) is { } refusal)
            return refusal;
        if (await store.LoadAsync(id, CancellationToken.None) is not { } alarm || !await store.DeleteAsync(id, CancellationToken.None))
            return Refusals.Missing;
        await AnnounceAsync(alarm, MessageTypes.AlarmDeleted);
        return true;
    }

    private async Task<Answer<AlarmInfo>> ChangeAsync(Caller caller, Guid id, Func<long, Task<AlarmInfo?>> change, string type)
    {
        var answer = await Get(caller, id);
        if (answer.Outcome != Outcome.Done)
            return answer;
        // What was done before need not be done again, nor told again.
        if (await change(time.GetUtcNow().ToUnixTimeMilliseconds()) is not { } changed)
            return await Get(caller, id);
        await AnnounceAsync(changed, type);
        return changed;
    }

    private Task AnnounceAsync(AlarmInfo alarm, string type) => GrainFactory.GetGrain<IRuleDevice>(alarm.DeviceId).Announce(type, AlarmJson.Write(alarm), null);
}
