using OrleansIot.Devices;
using OrleansIot.Grains.Attributes;
using OrleansIot.Grains.Commits;
using OrleansIot.Grains.Polls;
using OrleansIot.Polls;
using OrleansIot.Values;

namespace OrleansIot.Grains.Devices;

/// <summary>The polls parked at the device: the facets decide, this sends.</summary>
public sealed partial class DeviceGrain
{
    /// <summary>Milliseconds beyond a poll's time after which its gateway must have ended it.</summary>
    private const long Overdue = 5_000;

    /// <summary>Milliseconds for which an activation counts as new: what came before it, it has read.</summary>
    private const long Fresh = 100;

    /// <summary>Milliseconds: longer than a device has two activations.</summary>
    private const long Overlap = 30_000;

    private PollDesk _desk = null!;
    private UpdatesFacet _updates = null!;
    private IGrainTimer? _alarm;
    private long _activated;

    /// <summary>When a shared attribute was changed or a command issued last.</summary>
    private long? _wrote;
    private bool _isGoing;

    public async Task<ParkAnswer> Park(long credentialsVersion, Poll poll)
    {
        if (!pulse.IsSteady)
            return new(Outcome.Superseded);
        if (poll.Kind == PollKind.Reply ? _record is null : !Opens(credentialsVersion))
            return new(poll.Kind == PollKind.Reply ? Outcome.NotFound : Outcome.Unauthorized);
        if (MayBeOvertaken(poll) && await IsOvertakenAsync())
            return new(DeviceOutcome(ChangeResult.Unmatched));
        if (poll.Kind != PollKind.Updates)
            return _isGoing ? new(Outcome.Superseded) : ParkForCommands(poll, Now);
        if (poll.Since is null && await _updates.BeginAsync() is var begun and not ChangeResult.Applied)
            return new(DeviceOutcome(begun));
        if (_isGoing || !Opens(credentialsVersion))
            return new(_isGoing ? Outcome.Superseded : Outcome.Unauthorized);

        var now = Now;
        var answer = _updates.Serve(poll, now) is { } delivery ? new(Outcome.Done, delivery) : Park(poll, now);
        Tend();
        return answer;
    }

    public Task Unpark(long pollId)
    {
        if (_record is null)
            return Task.CompletedTask;
        _desk.Remove(pollId);
        _updates.Leave(pollId);
        _commands.Leave(pollId);
        Tend();
        return Task.CompletedTask;
    }

    public Task Settle(Settlement settlement)
    {
        if (_record is null)
            return Task.CompletedTask;
        if (settlement.Kind == PollKind.Updates)
            _updates.Settle(settlement, Now);
        else
            _commands.Settle(settlement.Lease, settlement.IsWritten);
        Tend();
        return Task.CompletedTask;
    }

    public async Task CatchUp()
    {
        if (_record is not null && await IsOvertakenAsync())
            DeviceOutcome(ChangeResult.Unmatched);
    }

    /// <summary>
    /// The directory has lost this activation, or knows another one: that one may have started before what this one wrote last. It hears of it at once, because a poll
    /// that is parked there would not find out.
    /// </summary>
    private void TellOther(DeactivationReasonCode reason)
    {
        if (reason is DeactivationReasonCode.DirectoryFailure or DeactivationReasonCode.DuplicateActivation && _wrote is { } wrote && Now - wrote < Overlap)
            this.AsReference<IDeviceGrain>().CatchUp().Ignore();
    }

    private async Task StopPollsAsync()
    {
        _isGoing = true;
        if (_record is null)
            return;
        EndPolls(PollSignal.Repark);
        await _updates.SaveAsync(Now);
    }

    private long Now => (long)time.GetElapsedTime(0).TotalMilliseconds;

    private ParkAnswer Park(Poll poll, long now)
    {
        if (poll.Remaining <= 0)
            return ParkAnswer.Nothing;
        if (!_desk.TryPark(new(poll, gateways.Parking(poll.Gateway), now + poll.Remaining + Overdue), now))
            return new(Outcome.LimitExceeded);
        DelayDeactivation(TimeSpan.FromMilliseconds(poll.Remaining));
        return new(Outcome.Done, null, silo.SiloAddress);
    }

    private void TellShared()
    {
        _wrote = Now;
        Tend();
    }

    /// <summary>Something may have changed for the parked polls: sends what there is for them, and sees to it that they are looked after when time alone changes it.</summary>
    private void Tend()
    {
        var now = Now;
        _updates.Wake(now);
        Send();
        _ = _updates.SaveAsync(now);
        _alarm?.Dispose();
        _alarm = _updates.WakeAt is { } at
            ? this.RegisterGrainTimer(_ => { Tend(); return Task.CompletedTask; }, new() { DueTime = TimeSpan.FromMilliseconds(at - now), Period = Timeout.InfiniteTimeSpan, Interleave = true })
            : null;
    }

    private void EndPolls(PollSignal signal)
    {
        _desk.EndAll(signal);
        Send();
    }

    private void Send()
    {
        foreach (var (gateway, delivery) in _desk.Take())
            gateway.Deliver(silo.SiloAddress, delivery);
    }

    /// <summary>
    /// A reader knows a version that this activation does not, or a caller a command: either another one has written, or they are wrong. Or the poll comes from another
    /// activation, which may have written until it went.
    /// </summary>
    private bool MayBeOvertaken(Poll poll) =>
        poll.Since > _attributes.Version
        || (poll.Kind == PollKind.Reply && !_commands.Holds(poll.Command))
        || (poll.IsAgain && Now - _activated > Fresh);

    /// <summary>Whether another activation has written what this one does not know, as the default directory may run two for a moment; or the device is gone.</summary>
    private async Task<bool> IsOvertakenAsync() =>
        await store.LoadStateAsync(_number, CancellationToken.None) is not { } stored || stored.AttributesVersion > _attributes.Version || stored.LastRpc > _commands.LastId;
}
