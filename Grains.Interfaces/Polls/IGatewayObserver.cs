using Orleans.Concurrency;

namespace OrleansIot.Polls;

/// <summary>A gateway process, as the silos see it: one object for all of its polls.</summary>
[Alias("OrleansIot.IGatewayObserver")]
public interface IGatewayObserver : IGrainObserver
{
    /// <summary>Wakes a poll. Best effort: what matters is in the database, and a delivery that is never settled is offered again.</summary>
    [OneWay, Alias("Deliver")]
    Task Deliver(PollDelivery delivery);

    /// <summary>The silo lives. False: no poll of this gateway is parked there.</summary>
    [ResponseTimeout("00:00:02"), Alias("Beat")]
    Task<bool> Beat(SiloAddress silo);
}
