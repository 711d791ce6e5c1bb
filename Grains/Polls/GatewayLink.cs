using OrleansIot.Polls;

namespace OrleansIot.Grains.Polls;

/// <summary>A gateway process that has parked polls on this silo.</summary>
internal sealed class GatewayLink(IGatewayObserver observer)
{
    public IGatewayObserver Observer { get; } = observer;

    /// <summary>Timestamp of the last time it parked a poll here.</summary>
    public long LastParked { get; set; }

    /// <summary>Beats in a row that it has not answered.</summary>
    public int Unanswered { get; set; }

    /// <summary>It does not answer any more: whatever it had parked here is over.</summary>
    public bool IsGone { get; set; }
}
