using Microsoft.Extensions.Logging;
using OrleansIot.Accounts;
using OrleansIot.Claiming;
using OrleansIot.Grains.Claiming;
using OrleansIot.Grains.Commits;
using OrleansIot.Ota;
using OrleansIot.Provisioning;
using OrleansIot.Values;

namespace OrleansIot.Grains.Devices;

/// <summary>How a device finds its owner, its credentials and its firmware.</summary>
public sealed partial class DeviceGrain
{
    private static readonly ClaimAnswer NobodyToClaim = new(ClaimEnd.NotFound);
    private static readonly TimeSpan TellAgainAfter = TimeSpan.FromSeconds(5);

    /// <summary>Set where an activation could not tell the device what it shall run.</summary>
    private IGrainTimer? _tellAgain;

    public Task<Outcome> OpenClaim(long credentialsVersion, ClaimOffer offer) => Refuse(credentialsVersion) ?? InTurnAsync(async record =>
    {
        if (record.Info.Fields.CustomerId is null && _claim.IsAllowed)
            return DeviceOutcome(await _claim.OpenAsync(offer));
        LogOfferIgnored(record.Info.Id, record.Info.Fields.CustomerId is not null);
        return Outcome.Done;
    }, Outcome.Unauthorized, Outcome.Superseded);

    public Task<ClaimAnswer> Claim(Caller caller, ClaimRequest request) => InTurnAsync(async record =>
    {
        if (caller is not { Authority: Authority.CustomerUser, CustomerId: { } customer })
            return new(ClaimEnd.Forbidden);
        if (_claim.Wait(customer, request.Now) is > 0 and var seconds)
            return new(ClaimEnd.Throttled, RetryAfterSeconds: seconds);
        switch (_claim.Judge(customer, record.Info.Fields.CustomerId is not null, request))
        {
            case ClaimVerdict.Won:
                return await GiveAsync(record, customer, request);
            case ClaimVerdict.WonBefore:
                return new(ClaimEnd.Success, record.Info);
            case ClaimVerdict.OwnedAlready:
                return new(Claimed(await _claim.CloseAsync(request.Now), ClaimEnd.Claimed));
            case ClaimVerdict.Owned:
                return new(ClaimEnd.Claimed);
            case ClaimVerdict.WrongSecret:
                LogWrongSecret(record.Info.Id, customer, caller.UserId);
                if (_claim.Wait(customer, request.Now) > 0)
                    LogTooManyGuesses(record.Info.Id, customer, caller.UserId);
                return new(ClaimEnd.Failure);
            default:
                return new(ClaimEnd.Failure);
        }
    }, NobodyToClaim, new(ClaimEnd.Superseded));

    public Task<Outcome> Reclaim(Caller caller) => InTurnAsync(async record =>
    {
        var owner = record.Info.Fields.CustomerId;
        if (owner is not null && !caller.MaySee(owner))
            return Outcome.Forbidden;
        var result = await _claim.TakeBackAsync(owner is null ? null : record.Info.Version, time.GetUtcNow().ToUnixTimeMilliseconds());
        if (result == ChangeResult.Applied && owner is not null)
            Take(await store.LoadRecordAsync(record.Info.Id, CancellationToken.None));
        return DeviceOutcome(result);
    }, Outcome.NotFound, Outcome.Superseded);

    public Task<ProvisionAnswer> Provision(Guid profile, CollectRule rule, Guid attempt, long now) => InTurnAsync(async record =>
    {
        if (record.Info.Fields.ProfileId != profile)
            return ProvisionAnswer.Failure;
        var end = await _provision.CollectAsync(rule, attempt, now);
        if (end is ProvisionEnd.Superseded or ProvisionEnd.Busy)
            DeactivateOnIdle();
        return end == ProvisionEnd.Success ? new(end, record.Info.Id, record.Info.Fields.Name, record.Credentials) : new(end);
    }, ProvisionAnswer.Failure, new(ProvisionEnd.Superseded));

    public async Task<Outcome> AnnouncePackages()
    {
        if (_record is null)
        {
            DeactivateOnIdle();
            return Outcome.NotFound;
        }
        var outcome = DeviceOutcome(await _packages.AnnounceAsync());
        Tend();
        return outcome;
    }

    public async Task<DevicePackage> FindPackage(long credentialsVersion, OtaPackageType type, string title, string version)
    {
        if (!pulse.IsSteady)
            return DevicePackage.Superseded;
        if (!Opens(credentialsVersion))
            return DevicePackage.Unauthorized;
        var found = _packages.Find(type, title, version);
        if (found.Outcome == Outcome.Done || _packages.IsFresh)
            return found;
        await AnnouncePackages();
        return _packages.Find(type, title, version);
    }

    private async Task StartLifecycleAsync(DeviceSnapshot snapshot)
    {
        var number = snapshot.Record.Number;
        _claim = new(number, snapshot.Claim, _attributes, claiming.Value, committer);
        _provision = new(number, snapshot.ProvisionAttempt, _attributes, committer);
        _packages = new(number, snapshot.Packages, _attributes, _telemetry, packages, committer, time);
        if (await _packages.TellAsync() != ChangeResult.Applied)
            _tellAgain = this.RegisterGrainTimer(TellAgainAsync, new() { DueTime = TellAgainAfter, Period = TellAgainAfter });
    }

    private async Task TellAgainAsync()
    {
        if (await AnnouncePackages() == Outcome.Done)
            _tellAgain?.Dispose();
    }

    private async Task<ClaimAnswer> GiveAsync(DeviceRecord record, Guid customer, ClaimRequest request)
    {
        var end = Claimed(await _claim.GiveAsync(customer, record.Info.Version, request), ClaimEnd.Success);
        if (end != ClaimEnd.Success)
            return new(end);
        Take(await store.LoadRecordAsync(record.Info.Id, CancellationToken.None));
        return _record is { } given ? new(end, given.Info) : NobodyToClaim;
    }

    private ClaimEnd Claimed(ChangeResult result, ClaimEnd applied) => DeviceOutcome(result) switch
    {
        Outcome.Done => applied,
        Outcome.Superseded => ClaimEnd.Superseded,
        _ => ClaimEnd.Busy,
    };

    /// <summary>One change of owner or registration at a time.</summary>
    /// <param name="unsure">The answer of a silo that may not be a member any more.</param>
    private async Task<T> InTurnAsync<T>(Func<DeviceRecord, Task<T>> change, T nobody, T unsure)
    {
        if (!pulse.IsSteady)
            return unsure;
        await _registryTurn.WaitAsync();
        try
        {
            if (_record is { } record)
                return await change(record);
            DeactivateOnIdle();
            return nobody;
        }
        finally
        {
            _registryTurn.Release();
        }
    }

    [LoggerMessage(1301, LogLevel.Debug, "The device {Device} offers itself, which is ignored: it has an owner ({IsOwned}), or claiming is not allowed")]
    private partial void LogOfferIgnored(Guid device, bool isOwned);

    [LoggerMessage(1302, LogLevel.Information, "Security: a wrong secret for the device {Device} by customer {Customer}, user {User}")]
    private partial void LogWrongSecret(Guid device, Guid customer, Guid user);

    [LoggerMessage(1303, LogLevel.Warning, "Security: too many wrong secrets for the device {Device} by customer {Customer}, user {User}: further ones are answered 429")]
    private partial void LogTooManyGuesses(Guid device, Guid customer, Guid user);
}
