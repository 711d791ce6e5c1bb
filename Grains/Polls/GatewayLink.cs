using OrleansIot.Polls;

namespace OrleansIot.Grains.Polls;

/// <summary>A gateway process that has parked polls on this silo.</summary>
/// <param name="number">Higher than that of any earlier link of this silo.</param>
internal sealed class GatewayLink(IGatewayObserver observer, long number)
{
    private long _sent;

    public IGatewayObserver Observer { get; } = observer;

    /// <summary>Timestamp of the last time it parked a poll here.</summary>
    public long LastParked { get; set; }

    /// <summary>Beats in a row that it has not answered.</summary>
    public int Unanswered { get; set; }

    /// <summary>It does not answer any more: whatever it had parked here is over.</summary>
    public bool IsGone { get; set; }

    /// <summary>Sends and forgets; that it was sent is told by the next beat.</summary>
    public void Deliver(SiloAddress silo, PollDelivery delivery)
    {
        Observer.Deliver(silo, number, Interlocked.Increment(ref _sent), delivery).Ignore();
    }

    /// <inheritdoc cref="IGatewayObserver.Beat"/>
    public Task<bool> BeatAsync(SiloAddress silo) => Observer.Beat(silo, number, Interlocked.Read(ref _sent));
}
