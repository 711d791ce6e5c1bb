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

    private PollDesk _desk = null!;
    private UpdatesFacet _updates = null!;
    private IGrainTimer? _alarm;
    private bool _isGoing;

    public async Task<ParkAnswer> Park(long credentialsVersion, Poll poll)
    {
        if (!pulse.IsSteady)
            return new(Outcome.Superseded);
        if (poll.Kind == PollKind.Reply ? _record is null : !Opens(credentialsVersion))
            return new(poll.Kind == PollKind.Reply ? Outcome.NotFound : Outcome.Unauthorized);
        if (poll.Kind != PollKind.Updates)
            return _isGoing ? new(Outcome.Superseded) : ParkForCommands(poll, Now);
        if (poll.Since > _attributes.Version && await IsOvertakenAsync(poll.Since.Value))
            return new(DeviceOutcome(ChangeResult.Unmatched));
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

    /// <summary>A reader knows a version that this activation does not: either another one has written, or the reader's cursor is not of this device.</summary>
    private async Task<bool> IsOvertakenAsync(long since) =>
        await store.LoadAttributesVersionAsync(_number, CancellationToken.None) is not { } stored || stored >= since;
}
