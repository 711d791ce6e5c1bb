using OrleansIot.Accounts;
using OrleansIot.Attributes;
using OrleansIot.Devices;
using OrleansIot.Grains.Attributes;
using OrleansIot.Grains.Commits;
using OrleansIot.Grains.Rules;
using OrleansIot.Grains.Rules.Calls;
using OrleansIot.Grains.Rules.Commands;
using OrleansIot.Grains.Rules.Outbox;
using OrleansIot.Grains.Telemetry;
using OrleansIot.Rpc;
using OrleansIot.Rules;
using OrleansIot.Telemetry;
using OrleansIot.Values;

namespace OrleansIot.Grains.Devices;

/// <summary>What the device's rule chain sees, and what it asks for.</summary>
public sealed partial class DeviceGrain
{
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan CommandSlice = TimeSpan.FromSeconds(1);
    private static readonly CommandEnd Unknown = new(CommandStatus.Failed);

    private RuleFacet _rules = null!;
    private CallFacet _calls = null!;

    /// <summary>In one reference: the chain's thread asks, too.</summary>
    private Tuple<DeviceRecord, RuleOriginator>? _originator;

    public async Task<ServerReply> CallServer(long credentialsVersion, ServerCall call) =>
        Opens(credentialsVersion) ? await _calls.AskAsync(call, await _rules.RouteAsync()) : ServerReply.Unauthorized;

    public async Task<Outcome> SaveReadings(TelemetryBatch batch) => _record is null ? Outcome.NotFound : DeviceOutcome(await PostAsync(batch, null));

    public async Task<Outcome> SaveAttributes(AttributeScope scope, AttributeBatch batch, bool rewriteUnchanged)
    {
        if (_record is null)
            return Outcome.NotFound;
        if (UpdateRules.Check(scope, batch) is not null)
            return Outcome.Invalid;
        return DeviceOutcome(await _attributes.WriteAsync(scope, batch, rewriteUnchanged));
    }

    public async Task<Outcome> SendCommand(NewCommand command) => _record is null ? Outcome.NotFound : DeviceOutcome(await IssueAsync(command));

    public async Task<CommandEnd?> AwaitCommand(Guid command)
    {
        if (_record is null)
            return Unknown;
        if (_commandWaits.Find(command) is not { } wait)
        {
            if (!_commands.Holds(command))
                return Unknown;
            wait = _commandWaits.Begin(command, _commands.Holds);
            _commands.Wait(command, wait.Poll);
        }
        await ((Task)wait.Delivery).WaitAsync(CommandSlice, time)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        if (!wait.Delivery.IsCompletedSuccessfully)
            return null;
        var (lease, end) = await wait.Delivery;
        _commandWaits.End(command);
        _commands.Settle(lease, true);
        return end;
    }

    public Task ResumeRules()
    {
        if (_record is not null)
            _rules.Resume();
        return Task.CompletedTask;
    }

    public async Task<Outcome> Announce(string type, byte[] data, byte[]? metadata)
    {
        if (_record is not { } record)
            return Outcome.NotFound;
        if (_rules.Ignores(type))
            return Outcome.Done;
        return DeviceOutcome(await _rules.TellAsync(type, () => data, metadata, entry =>
            entry is null ? new(ChangeResult.Applied) : committer.CommitAsync(new OutboxChange(record.Number) { Outbox = entry })));
    }

    /// <summary>Deleting a record is no change of status: its commit carries nothing, and the chain hears of it behind that.</summary>
    private Task AnnounceDeletedAsync(CommandRecord record) =>
        Announce(MessageTypes.RpcDeleted, CommandJson.Write(this.GetPrimaryKey(), record with { Status = CommandStatus.Deleted }), null);

    private void StartRules(DeviceSnapshot snapshot)
    {
        _ = Originator();
        _rules = new(snapshot.Record.Number, outbox, Originator);
        _calls = new(outbox, replies, identity, Originator);
        if (snapshot.HasOutbox)
            _rules.Resume();
    }

    private async Task StopRulesAsync(CancellationToken cancellation)
    {
        if (_rules is not null)
            await _rules.StopAsync().WaitAsync(LongestStop, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    /// <summary>The device is deleted: its calls end, and its chain hears of it. Nothing can be stored for it any more, so that is best effort.</summary>
    private async Task EndRulesAsync()
    {
        _calls.EndAll(ServerReply.Deleted);
        await _rules.FinishAsync(MessageTypes.EntityDeleted, () => DeviceJson.Write(_record!.Info));
    }

    /// <summary>The device as messages show it; made anew when its record changes, and still there when it is deleted.</summary>
    private RuleOriginator? Originator()
    {
        var known = _originator;
        if (_record is not { } record || ReferenceEquals(known?.Item1, record))
            return known?.Item2;
        var info = record.Info;
        var made = new RuleOriginator(info.Id, record.Number, info.Fields.Name, info.Type, info.Fields.ProfileId, info.Fields.CustomerId);
        _originator = new(record, made);
        return made;
    }

    private ValueTask<ChangeResult> StoreAsync(TelemetryBatch batch) =>
        batch.Readings.Length == 0 || _rules.Ignores(MessageTypes.PostTelemetry) ? PostAsync(batch, null) : TellAsync(batch);

    private ValueTask<ChangeResult> StoreAsync(AttributeBatch batch) =>
        batch.Values.Length == 0 || _rules.Ignores(MessageTypes.PostAttributes) ? new(_attributes.WriteAsync(AttributeScope.Client, batch, rewriteUnchanged: false)) : TellAsync(batch);

    /// <summary>Apart, like the next: what captures the batch is made where a chain is to see it, and nowhere else.</summary>
    private ValueTask<ChangeResult> TellAsync(TelemetryBatch batch) =>
        new(_rules.TellAsync(MessageTypes.PostTelemetry, () => ReadingJson.Write(batch.Readings), null, entry => PostAsync(batch, entry)));

    private ValueTask<ChangeResult> TellAsync(AttributeBatch batch) => new(_rules.TellAsync(
        MessageTypes.PostAttributes, () => RuleEvents.Of(batch), null, entry => new(_attributes.WriteAsync(AttributeScope.Client, batch, rewriteUnchanged: false, entry))));

    private Task<ChangeResult> StoreAsync(Caller caller, AttributeScope scope, AttributeBatch batch) => _rules.Ignores(MessageTypes.AttributesUpdated)
        ? _attributes.WriteAsync(scope, batch, rewriteUnchanged: true)
        : _rules.TellAsync(
            MessageTypes.AttributesUpdated, () => RuleEvents.Of(batch), RuleEvents.By(caller, scope), entry => new(_attributes.WriteAsync(scope, batch, rewriteUnchanged: true, entry)));

    private Task<ChangeResult> RemoveAsync(Caller caller, AttributeScope scope, string[] keys)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        return _rules.Ignores(MessageTypes.AttributesDeleted)
            ? _attributes.DeleteAsync(scope, keys, now)
            : _rules.TellAsync(
                MessageTypes.AttributesDeleted, () => RuleEvents.Deleted(keys), RuleEvents.By(caller, scope), entry => new(_attributes.DeleteAsync(scope, keys, now, entry)));
    }

    private ValueTask<ChangeResult> StoreAsync(Caller caller, TelemetryBatch batch) => batch.Readings.Length == 0 || _rules.Ignores(MessageTypes.TimeseriesUpdated)
        ? PostAsync(batch, null)
        : new(_rules.TellAsync(
            MessageTypes.TimeseriesUpdated, () => ReadingJson.Write(batch.Readings), RuleEvents.By(caller), entry => PostAsync(batch, entry)));

    /// <summary>What readings say of the device's packages is stored with them.</summary>
    private ValueTask<ChangeResult> PostAsync(TelemetryBatch batch, OutboxEntry? entry) => _telemetry.PostAsync(batch, _packages.Note(batch.Readings), entry);

    /// <summary>The change of the registry row is made: the chain hears of it before the caller does.</summary>
    private async Task<Answer<DeviceInfo>> ToldAsync(string type, Answer<DeviceInfo> answer)
    {
        if (answer.Value is { } changed)
            await Announce(type, DeviceJson.Write(changed), null);
        return answer;
    }
}
