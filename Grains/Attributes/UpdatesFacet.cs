using OrleansIot.Attributes;
using OrleansIot.Grains.Commits;
using OrleansIot.Grains.Polls;
using OrleansIot.Polls;

namespace OrleansIot.Grains.Attributes;

/// <summary>
/// Tells a device of the changes of its shared attributes. Polls without a cursor of their own share the device's, which moves when a live connection took the
/// bytes; readers that keep their own are told whatever came after it, and nobody waits for their settlement.
/// </summary>
internal sealed class UpdatesFacet(long device, long? stored, AttributeFacet attributes, PollDesk desk, ICommitter committer)
{
    private static readonly long LeaseTime = (long)PollTimes.Lease.TotalMilliseconds;

    /// <summary>Longer than any answer takes to be written: the longest poll there can be.</summary>
    private const long ForgetTime = 300_000;

    private UpdateCursor? _cursor = stored is { } cursor ? new(Math.Min(cursor, attributes.Version)) : null;
    private long _stored = stored ?? 0;
    private Task<ChangeResult>? _beginning;
    private Task _saving = Task.CompletedTask;

    /// <summary>When time alone gives a parked poll something: milliseconds of the monotonic clock; null: never.</summary>
    public long? WakeAt { get; private set; }

    /// <summary>Commits the device's cursor at the present version when it has none: what changes from now on is kept for its polls.</summary>
    public Task<ChangeResult> BeginAsync()
    {
        if (_cursor is not null)
            return Task.FromResult(ChangeResult.Applied);
        return _beginning is { IsCompleted: false } ? _beginning : _beginning = CommitFirstAsync();
    }

    /// <summary>What there is for a poll that arrives; null: it has to wait.</summary>
    public PollDelivery? Serve(Poll poll, long now)
    {
        if (poll.Since is { } since)
            return attributes.UpdatesSince(since) is { } news ? new(poll.PollId, PollSignal.Content, 0, news) : null;
        Advance(now);
        _cursor = _cursor!.Leave(poll.PollId);
        if (attributes.UpdatesSince(_cursor.Taken) is not { } updates || _cursor.HeldUntil(now) is not null)
            return null;
        return new(poll.PollId, PollSignal.Content, Lease(poll.PollId, updates, now), updates);
    }

    /// <summary>Gives the parked polls what there is for them now.</summary>
    public void Wake(long now)
    {
        Advance(now);
        WakeAt = null;
        var polls = desk.Waiting(PollKind.Updates, now);
        if (polls.Length == 0)
            return;
        var mine = _cursor is null ? null : attributes.UpdatesSince(_cursor.Taken);
        var held = mine is null ? null : _cursor!.HeldUntil(now);
        foreach (var poll in polls)
        {
            if (poll.Since is { } since)
            {
                if (attributes.UpdatesSince(since) is { } news)
                    desk.Deliver(poll, news, 0);
            }
            else if (held is not null)
            {
                WakeAt = held;
            }
            else if (mine is not null)
            {
                desk.Deliver(poll, mine, Lease(poll.Id, mine, now));
            }
        }
    }

    public void Settle(Settlement settlement, long now) =>
        _cursor = settlement.IsWritten ? _cursor?.Write(settlement.Lease, now + LeaseTime) : _cursor?.Drop(settlement.Lease);

    /// <summary>A poll has ended without a delivery.</summary>
    public void Leave(long pollId) => _cursor = _cursor?.Leave(pollId);

    /// <summary>
    /// Stores the confirmed cursor when it has moved. Nobody has to wait for it: a cursor that is lost costs the device a repetition. One at a time; the next call
    /// takes what has moved meanwhile.
    /// </summary>
    public Task SaveAsync()
    {
        if (_saving.IsCompleted && _cursor is { } cursor && cursor.Confirmed > _stored)
            _saving = StoreAsync(cursor.Confirmed);
        return _saving;
    }

    private async Task<ChangeResult> CommitFirstAsync()
    {
        var now = attributes.Version;
        var result = await committer.CommitAsync(new CursorChange(device, now, IsFirst: true));
        if (result == ChangeResult.Applied)
            (_cursor, _stored) = (new(now), now);
        return result;
    }

    private async Task StoreAsync(long cursor)
    {
        if (await committer.CommitAsync(new CursorChange(device, cursor, IsFirst: false)) == ChangeResult.Applied)
            _stored = cursor;
    }

    private void Advance(long now) => _cursor = _cursor?.Advance(now, ForgetTime);

    private long Lease(long pollId, AttributeUpdates updates, long now)
    {
        var lease = desk.NextLease();
        _cursor = _cursor!.Offer(lease, pollId, updates.Cursor, now + LeaseTime);
        return lease;
    }
}
