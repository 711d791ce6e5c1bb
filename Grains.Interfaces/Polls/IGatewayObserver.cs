using Orleans.Concurrency;

namespace OrleansIot.Polls;

/// <summary>A gateway process, as the silos see it: one object for all of its polls.</summary>
[Alias("OrleansIot.IGatewayObserver")]
public interface IGatewayObserver : IGrainObserver
{
    /// <summary>Wakes a poll. Best effort: what matters is in the database, and a delivery that is never settled is offered again.</summary>
    /// <param name="link">Number of the silo's link to this gateway; a later one is higher.</param>
    /// <param name="number">The link's deliveries are numbered from 1.</param>
    [OneWay, Alias("Deliver")]
    Task Deliver(SiloAddress silo, long link, long number, PollDelivery delivery);

    /// <summary>The silo lives. False: no poll of this gateway is parked there.</summary>
    /// <param name="sent">Number of the delivery that the link has sent last; 0: none. The gateway finds out when one was lost on the way.</param>
    [ResponseTimeout("00:00:02"), Alias("Beat")]
    Task<bool> Beat(SiloAddress silo, long link, long sent);
}
