using OrleansIot.Accounts;
using OrleansIot.Attributes;
using OrleansIot.Devices;
using OrleansIot.Grains.Attributes;
using OrleansIot.Grains.Commits;
using OrleansIot.Grains.Rules;
using OrleansIot.Rules;
using OrleansIot.Telemetry;
using OrleansIot.Values;

namespace OrleansIot.Grains.Devices;

public sealed partial class DeviceGrain
{
    private static readonly Refusal Forbidden = new(Outcome.Forbidden, "You don't have permission to perform this operation!");
    private static readonly Refusal Missing = new(Outcome.NotFound, "Device wasn't found!");
    private static readonly Refusal Moved = new(Outcome.Conflict, "The device was changed by somebody else meanwhile");
    private static readonly Refusal Superseded = new(Outcome.Superseded, "The device has moved meanwhile, try again");
    private static readonly Refusal Overloaded = new(Outcome.Busy, "The server is overloaded, try again later");

    public async Task<Answer<DeviceInfo>> Get(Caller caller)
    {
        if (Refuse(caller) is { } refusal)
            return refusal;
        // The names of the profile and the customer live in other rows: show them as they are now. The grain's own record changes only in its turn.
        return await store.LoadRecordAsync(_record!.Info.Id, CancellationToken.None) is { } record ? record.Info : Missing;
    }

    public async Task<Answer<DeviceInfo>> Update(Caller caller, DeviceFields fields, long? expectedVersion)
    {
        if ((Refuse(caller, adminOnly: true) ?? DeviceRules.Check(fields)) is { } refusal)
            return refusal;
        var answer = await ToldAsync(MessageTypes.EntityUpdated, Info(await ChangeRecordAsync(r =>
            expectedVersion is { } expected && expected != r.Info.Version
                ? Task.FromResult<Answer<DeviceRecord>>(Moved)
                : store.UpdateAsync(r.Info.Id, fields, r.Info.Version, CancellationToken.None))));
        // The change stands. Should the device not hear of a new package now, it waits to be told; nobody needs to save it again.
        if (answer.Outcome == Outcome.Done)
            await AnnouncePackages();
        return answer;
    }

    public async Task<Answer<DeviceInfo>> Assign(Caller caller, Guid? customerId)
    {
        if (Refuse(caller, adminOnly: true) is { } refusal)
            return refusal;
        return await ToldAsync(customerId is null ? MessageTypes.EntityUnassigned : MessageTypes.EntityAssigned, Info(await ChangeRecordAsync(r =>
            r.Info.Fields.CustomerId == customerId
                ? Task.FromResult<Answer<DeviceRecord>>(r)
                : store.UpdateAsync(r.Info.Id, r.Info.Fields with { CustomerId = customerId }, r.Info.Version, CancellationToken.None))));
    }

    public async Task<Answer<bool>> Delete(Caller caller)
    {
        if (Refuse(caller, adminOnly: true) is { } refusal)
            return refusal;
        await _registryTurn.WaitAsync();
        try
        {
            if (_record is null || !await store.DeleteAsync(_record.Info.Id, CancellationToken.None))
                return Missing;
            await EndRulesAsync();
            Take(null);
            return true;
        }
        finally
        {
            _registryTurn.Release();
            DeactivateOnIdle();
        }
    }

    public Task<Answer<DeviceCredentials>> GetCredentials(Caller caller) =>
        Task.FromResult<Answer<DeviceCredentials>>(Refuse(caller) is { } refusal ? refusal : _record!.Credentials);

    public async Task<Answer<DeviceCredentials>> UpdateCredentials(Caller caller, NewCredentials credentials)
    {
        if ((Refuse(caller, adminOnly: true) ?? DeviceRules.Check(credentials)) is { } refusal)
            return refusal;
        var answer = await ChangeRecordAsync(r => store.UpdateCredentialsAsync(r.Info.Id, credentials, r.Credentials.Version, CancellationToken.None));
        if (answer.Outcome == Outcome.Done)
            _calls.EndAll(ServerReply.Unauthorized);
        return new(answer.Outcome, answer.Value?.Credentials, answer.Reason);
    }

    public Task<Answer<AttributeEntry[]>> ReadAttributes(Caller caller, AttributeScope? scope, string[]? keys)
    {
        if (Refuse(caller) is { } refusal)
            return Task.FromResult<Answer<AttributeEntry[]>>(refusal);
        AttributeEntry[] entries = scope is { } one
            ? _attributes.Read(one, keys)
            : [.. Enum.GetValues<AttributeScope>().SelectMany(s => _attributes.Read(s, keys))];
        return Task.FromResult<Answer<AttributeEntry[]>>(entries);
    }

    public async Task<Answer<bool>> WriteAttributes(Caller caller, AttributeScope scope, AttributeBatch batch)
    {
        if ((Refuse(caller) ?? UpdateRules.Check(scope, batch)) is { } refusal)
            return refusal;
        return Written(await StoreAsync(caller, scope, batch), $"A device holds at most {limits.Value.MaxAttributes} attributes");
    }

    public async Task<Answer<bool>> DeleteAttributes(Caller caller, AttributeScope scope, string[] keys)
    {
        if (Refuse(caller) is { } refusal)
            return refusal;
        return Written(await RemoveAsync(caller, scope, keys), "");
    }

    public async Task<Answer<bool>> WriteTelemetry(Caller caller, TelemetryBatch batch)
    {
        if (Refuse(caller) is { } refusal)
            return refusal;
        return Written(await StoreAsync(caller, batch), $"A device holds at most {limits.Value.MaxKeys} different telemetry keys");
    }

    public async Task<Answer<string[]>> ReadKeys(Caller caller)
    {
        if (Refuse(caller) is { } refusal)
            return refusal;
        return Array.ConvertAll(await _telemetry.LatestAsync(null), r => r.Key);
    }

    public async Task<Answer<Reading[]>> ReadLatest(Caller caller, string[]? keys)
    {
        if (Refuse(caller) is { } refusal)
            return refusal;
        return await _telemetry.LatestAsync(keys);
    }

    public async Task<Answer<KeySeries[]>> ReadHistory(Caller caller, HistoryQuery query)
    {
        if (Refuse(caller) is { } refusal)
            return refusal;
        return await _telemetry.HistoryAsync(query);
    }

    public async Task<Answer<bool>> DeleteTelemetry(Caller caller, TelemetryDeletion deletion)
    {
        if (Refuse(caller) is { } refusal)
            return refusal;
        await _telemetry.DeleteAsync(deletion);
        await Announce(MessageTypes.TimeseriesDeleted, RuleEvents.Deleted(deletion), RuleEvents.By(caller));
        return true;
    }

    private static Answer<DeviceInfo> Info(Answer<DeviceRecord> answer) => new(answer.Outcome, answer.Value?.Info, answer.Reason);

    private Refusal? Refuse(Caller caller, bool adminOnly = false)
    {
        if (!pulse.IsSteady)
            return Superseded;
        if (_record is null)
        {
            DeactivateOnIdle();
            return Missing;
        }
        return adminOnly && caller.Authority != Authority.TenantAdmin || !caller.MaySee(_record.Info.Fields.CustomerId) ? Forbidden : null;
    }

    /// <summary>One change of the registry row at a time; when somebody else has changed the row (another activation), it is read again and the change tried once more.</summary>
    private async Task<Answer<DeviceRecord>> ChangeRecordAsync(Func<DeviceRecord, Task<Answer<DeviceRecord>>> change)
    {
        await _registryTurn.WaitAsync();
        try
        {
            if (_record is not { } before)
                return Missing;
            var answer = await change(before);
            if (answer.Outcome is Outcome.Conflict or Outcome.NotFound)
            {
                Take(await store.LoadRecordAsync(before.Info.Id, CancellationToken.None));
                if (_record is not { } now)
                    return Missing;
                if (now.Info.Version != before.Info.Version || now.Credentials.Version != before.Credentials.Version)
                    answer = await change(now);
            }
            if (answer.Outcome == Outcome.Done)
                Take(answer.Value);
            return answer;
        }
        catch
        {
            DeactivateOnIdle();
            throw;
        }
        finally
        {
            _registryTurn.Release();
        }
    }

    private Answer<bool> Written(ChangeResult result, string limit) => DeviceOutcome(result) switch
    {
        Outcome.Done => true,
        Outcome.LimitExceeded => new Refusal(Outcome.LimitExceeded, limit),
        Outcome.Superseded => Superseded,
        _ => Overloaded,
    };
}
