using OrleansIot.Polls;

namespace OrleansIot.Grains.Polls;

/// <summary>
/// The polls that are parked at one device, in the order they came, and what is to be sent to them: facets take polls from it and hand deliveries in, the grain
/// sends them. No clock, no I/O.
/// </summary>
/// <param name="firstLease">A random number of the activation, so that a settlement meant for an earlier one meets no lease of this one.</param>
internal sealed class PollDesk(int maxPolls, long firstLease)
{
    private readonly List<(GatewayLink Gateway, PollDelivery Delivery)> _outgoing = [];
    private readonly List<ParkedPoll> _parked = [];
    private long _lease = firstLease;

    public bool IsEmpty => _parked.Count == 0;

    /// <summary>A number that no delivery of this activation has had.</summary>
    public long NextLease() => ++_lease;

    /// <summary>False: too many polls of the device are parked. A poll of the same id is replaced.</summary>
    public bool TryPark(ParkedPoll poll, long now)
    {
        Remove(poll.Id);
        // Callers are bounded by the commands that they wait for.
        if (poll.Kind != PollKind.Reply && CountOfDevice() >= maxPolls)
        {
            _parked.RemoveAll(p => p.IsOver(now));
            if (CountOfDevice() >= maxPolls)
                return false;
        }
        _parked.Add(poll);
        return true;
    }

    public void Remove(long pollId)
    {
        for (var i = 0; i < _parked.Count; i++)
        {
            if (_parked[i].Id == pollId)
            {
                _parked.RemoveAt(i);
                return;
            }
        }
    }

    /// <summary>The polls of a kind that still wait, the longest waiting first.</summary>
    public ParkedPoll[] Waiting(PollKind kind, long now)
    {
        if (_parked.Count == 0)
            return [];
        _parked.RemoveAll(p => p.IsOver(now));
        return [.. _parked.Where(p => p.Kind == kind)];
    }

    /// <summary>Gives a poll what it waited for; it is parked no longer.</summary>
    public void Deliver(ParkedPoll poll, PollContent content, long lease)
    {
        _parked.Remove(poll);
        _outgoing.Add((poll.Gateway, new(poll.Id, PollSignal.Content, lease, content)));
    }

    /// <summary>The same for a poll that is known by its id. False: it is not parked here, or its gateway is gone.</summary>
    public bool TryDeliver(long pollId, PollContent content, long lease)
    {
        if (_parked.Find(p => p.Id == pollId) is not { Gateway.IsGone: false } poll)
            return false;
        Deliver(poll, content, lease);
        return true;
    }

    /// <summary>Ends all polls; those of callers, who do not wait with the device's credentials, outlive these.</summary>
    public void EndAll(PollSignal signal)
    {
        foreach (var poll in _parked.Where(Concerns))
            _outgoing.Add((poll.Gateway, new(poll.Id, signal)));
        _parked.RemoveAll(Concerns);

        bool Concerns(ParkedPoll poll) => signal != PollSignal.Revoked || poll.Kind != PollKind.Reply;
    }

    private int CountOfDevice() => _parked.Count(p => p.Kind != PollKind.Reply);

    /// <summary>What is to be sent since the last call.</summary>
    public (GatewayLink Gateway, PollDelivery Delivery)[] Take()
    {
        if (_outgoing.Count == 0)
            return [];
        (GatewayLink, PollDelivery)[] outgoing = [.. _outgoing];
        _outgoing.Clear();
        return outgoing;
    }
}
