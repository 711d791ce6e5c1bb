using OrleansIot.Grains.Polls;
using OrleansIot.Polls;

namespace OrleansIot.Grains.Rpc;

/// <summary>Delivers through the desk; what is for the poll that just arrives is its answer, and need not be sent.</summary>
internal sealed class DeskPolls(PollDesk desk) : ICommandPolls
{
    private PollDelivery? _delivery;

    /// <summary>The poll that is being parked, and not on the desk yet.</summary>
    public long? Arriving { get; set; }

    /// <summary>What there was for the poll that arrived; it arrives no longer.</summary>
    public PollDelivery? Take()
    {
        var delivery = _delivery;
        (_delivery, Arriving) = (null, null);
        return delivery;
    }

    public bool TryDeliver(long poll, long lease, PollContent content)
    {
        if (poll != Arriving || _delivery is not null)
            return desk.TryDeliver(poll, content, lease);
        _delivery = new(poll, PollSignal.Content, lease, content);
        return true;
    }
}
