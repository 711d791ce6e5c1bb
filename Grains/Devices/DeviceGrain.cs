using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using Orleans.Placement;
using OrleansIot.Attributes;
using OrleansIot.Devices;
using OrleansIot.Grains.Attributes;
using OrleansIot.Grains.Claiming;
using OrleansIot.Grains.Commits;
using OrleansIot.Grains.Membership;
using OrleansIot.Grains.Ota;
using OrleansIot.Grains.Polls;
using OrleansIot.Grains.Provisioning;
using OrleansIot.Grains.Rpc;
using OrleansIot.Grains.Rules;
using OrleansIot.Grains.Rules.Outbox;
using OrleansIot.Grains.Telemetry;
using OrleansIot.Polls;
using OrleansIot.Telemetry;
using OrleansIot.Values;

namespace OrleansIot.Grains.Devices;

/// <summary>
/// One device: a thin shell over its facets. Reentrant, because posts only await their commit; changes of the registry row go one after another.
/// The device's own calls are here, the management API's in the other part.
/// </summary>
[Reentrant, RandomPlacement]
public sealed partial class DeviceGrain(
    IDeviceStore store, IReadingStore readings, ICommandStore commands, IOtaAssignmentStore packages, ICommitter committer, IOptions<DeviceLimits> limits,
    IOptions<CommandOptions> commandOptions, IOptions<ClaimingOptions> claiming, GatewayLinks gateways, ILocalSiloDetails silo, ISiloPulse pulse, TimeProvider time,
    OutboxContext outbox, RuleReplies replies, ISiloIdentity identity, ILogger<DeviceGrain> log) : Grain, IDeviceGrain, IRuleDevice
{
    private static readonly Task<Outcome> Unauthorized = Task.FromResult(Outcome.Unauthorized);
    private static readonly Task<Outcome> Unsure = Task.FromResult(Outcome.Superseded);

    private readonly SemaphoreSlim _registryTurn = new(1);
    private readonly PendingAttempts _attempts = new();

    /// <summary>Null when there is no such device; then the activation goes after its first call.</summary>
    private DeviceRecord? _record;
    private long _credentialsVersion;
    private long _number;
    private TelemetryFacet _telemetry = null!;
    private AttributeFacet _attributes = null!;
    private ClaimFacet _claim = null!;
    private ProvisionFacet _provision = null!;
    private OtaFacet _packages = null!;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _activated = Now;
        if (await store.LoadAsync(this.GetPrimaryKey(), cancellationToken) is not { } snapshot)
            return;
        _telemetry = new(snapshot.Record.Number, snapshot.TelemetryKeys, limits.Value.MaxKeys, committer, readings);
        _attributes = new(snapshot, Random.Shared.NextInt64(1, long.MaxValue), limits.Value, committer) { SharedChanged = TellShared };
        _desk = new(limits.Value.MaxPolls, Random.Shared.NextInt64());
        _updates = new(snapshot.Record.Number, snapshot.State.UpdatesCursor, _attributes, _desk, committer);
        _number = snapshot.Record.Number;
        Take(snapshot.Record);
        await StartLifecycleAsync(snapshot);
        StartRules(snapshot);
        LoadCommands(snapshot);
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await StopPollsAsync();
        TellOther(reason.ReasonCode);
        await StopRulesAsync(cancellationToken);
    }

    public Task<Outcome> PostTelemetry(long credentialsVersion, long attempt, TelemetryBatch batch)
    {
        if (Refuse(credentialsVersion) is { } refused)
            return refused;
        return _attempts.Find(attempt) ?? _attempts.Keep(attempt, EndAsync(attempt, StoreAsync(batch)));
    }

    public Task<Outcome> PostAttributes(long credentialsVersion, long attempt, AttributeBatch batch)
    {
        if (Refuse(credentialsVersion) is { } refused)
            return refused;
        return _attempts.Find(attempt) ?? _attempts.Keep(attempt, EndAsync(attempt, StoreAsync(batch)));
    }

    public ValueTask<DeviceAttributes> GetAttributes(long credentialsVersion, AttributeQuery query) =>
        new(!pulse.IsSteady ? DeviceAttributes.Superseded : Opens(credentialsVersion) ? _attributes.Read(query) : DeviceAttributes.Unauthorized);

    private async Task<Outcome> EndAsync(long attempt, ValueTask<ChangeResult> commit)
    {
        try
        {
            return DeviceOutcome(await commit);
        }
        finally
        {
            _attempts.Forget(attempt);
        }
    }

    /// <summary>Null: the device may go on.</summary>
    private Task<Outcome>? Refuse(long credentialsVersion) => !pulse.IsSteady ? Unsure : Opens(credentialsVersion) ? null : Unauthorized;

    private bool Opens(long credentialsVersion)
    {
        if (_record is not null)
            return credentialsVersion == _credentialsVersion;
        DeactivateOnIdle();
        return false;
    }

    private void Take(DeviceRecord? record)
    {
        if (record?.Credentials.Version != _credentialsVersion)
            EndPolls(record is null ? PollSignal.Deleted : PollSignal.Revoked);
        _record = record;
        _credentialsVersion = record?.Credentials.Version ?? 0;
    }

    /// <summary>A commit that failed or matched nothing says that memory and database may differ: the next call starts from the database.</summary>
    private Outcome DeviceOutcome(ChangeResult result)
    {
        if (result is ChangeResult.Unmatched or ChangeResult.Failed)
            DeactivateOnIdle();
        return result switch
        {
            ChangeResult.Applied => Outcome.Done,
            ChangeResult.LimitExceeded => Outcome.LimitExceeded,
            ChangeResult.Unmatched => Outcome.Superseded,
            _ => Outcome.Busy,
        };
    }
}
