using OrleansIot.Polls;

namespace OrleansIot.Grains.Polls;

/// <summary>A poll that waits at a device.</summary>
/// <param name="expires">Milliseconds of the monotonic clock after which its gateway has surely ended it.</param>
internal sealed class ParkedPoll(Poll poll, GatewayLink gateway, long expires)
{
    public long Id { get; } = poll.PollId;

    public PollKind Kind { get; } = poll.Kind;

    public GatewayLink Gateway { get; } = gateway;

    public long Expires { get; } = expires;

    /// <summary>The cursor of a reader that keeps its own; null: the device's.</summary>
    public long? Since { get; } = poll.Since;

    public int Max { get; } = poll.Max;

    public bool IsOver(long now) => Expires <= now || Gateway.IsGone;
}
