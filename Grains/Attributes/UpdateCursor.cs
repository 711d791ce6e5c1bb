using System.Collections.Immutable;

namespace OrleansIot.Grains.Attributes;

/// <summary>
/// Which updates the device has taken, and which are on their way: state and its transitions, without a clock. What was written counts as taken at once, but is
/// confirmed (and only then stored) when its lease has ended without the connection breaking.
/// </summary>
/// <param name="Confirmed">The version that the device surely has.</param>
/// <param name="Leases">In the order they were given.</param>
internal sealed record UpdateCursor(long Confirmed, ImmutableArray<UpdateLease> Leases)
{
    /// <summary>More leases than polls that a device usually has; beyond them the oldest are forgotten, which costs a repetition.</summary>
    private const int MaxLeases = 64;

    public UpdateCursor(long confirmed)
        : this(confirmed, [])
    {
    }

    /// <summary>The version that the device has as far as is known: the next poll is told what came after it.</summary>
    public long Taken
    {
        get
        {
            var taken = Confirmed;
            foreach (var lease in Leases)
            {
                if (lease.IsWritten && lease.From <= taken && lease.UpTo > taken)
                    taken = lease.UpTo;
            }
            return taken;
        }
    }

    /// <summary>When the last lease ends whose settlement the next poll waits for; null when it need not wait.</summary>
    public long? HeldUntil(long now)
    {
        long? until = null;
        var taken = Taken;
        foreach (var lease in Leases)
        {
            if (!lease.IsWritten && lease.UpTo > taken && lease.Expires > now && (until is null || lease.Expires > until))
                until = lease.Expires;
        }
        return until;
    }

    /// <summary>Gives updates up to a version to a poll.</summary>
    public UpdateCursor Offer(long lease, long pollId, long upTo, long expires) =>
        this with { Leases = (Leases.Length == MaxLeases ? Leases.RemoveAt(0) : Leases).Add(new(lease, pollId, Taken, upTo, expires, IsWritten: false)) };

    /// <summary>A delivery was written. One that is not known (any more) changes nothing.</summary>
    /// <param name="expires">Until then it may turn out that the connection broke.</param>
    public UpdateCursor Write(long lease, long expires) =>
        Find(lease) is var i and >= 0 ? this with { Leases = Leases.SetItem(i, Leases[i] with { IsWritten = true, Expires = expires }) } : this;

    /// <summary>A delivery was not written, or has turned out not to have arrived.</summary>
    public UpdateCursor Drop(long lease) => Find(lease) is var i and >= 0 ? this with { Leases = Leases.RemoveAt(i) } : this;

    /// <summary>The poll has ended without taking what was offered to it.</summary>
    public UpdateCursor Leave(long pollId)
    {
        foreach (var lease in Leases)
        {
            if (lease.PollId == pollId && !lease.IsWritten)
                return Drop(lease.Id);
        }
        return this;
    }

    /// <summary>Confirms what was written long enough ago, and forgets leases that nobody will settle any more.</summary>
    /// <param name="forget">Milliseconds after its end at which a lease without settlement is forgotten: a slow link may still be writing.</param>
    public UpdateCursor Advance(long now, long forget)
    {
        if (Leases.IsEmpty)
            return this;
        var confirmed = Confirmed;
        var left = Leases.RemoveAll(lease =>
        {
            if (!lease.IsWritten)
                return lease.Expires + forget <= now;
            if (lease.Expires > now)
                return false;
            if (lease.From <= confirmed)
                confirmed = Math.Max(confirmed, lease.UpTo);
            return true;
        });
        return left.Length == Leases.Length ? this : new(confirmed, left);
    }

    private int Find(long lease)
    {
        for (var i = 0; i < Leases.Length; i++)
        {
            if (Leases[i].Id == lease)
                return i;
        }
        return -1;
    }
}
