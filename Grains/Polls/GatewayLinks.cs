using System.Collections.Concurrent;
using OrleansIot.Polls;

namespace OrleansIot.Grains.Polls;

/// <summary>The gateway processes that have polls parked on this silo, each as one object for all of its polls.</summary>
public sealed class GatewayLinks(TimeProvider time)
{
    private readonly ConcurrentDictionary<GrainId, GatewayLink> _links = new();
    private long _lastNumber;

    internal ICollection<GatewayLink> All => _links.Values;

    /// <summary>The gateway that parks a poll now.</summary>
    internal GatewayLink Parking(IGatewayObserver observer)
    {
        var link = _links.GetOrAdd(observer.GetGrainId(), static (_, made) => new(made.Observer, made.Number), (Observer: observer, Number: Interlocked.Increment(ref _lastNumber)));
        link.LastParked = time.GetTimestamp();
        return link;
    }

    /// <summary>Forgets a gateway that has nothing parked here.</summary>
    internal void Forget(GatewayLink link) => _links.TryRemove(KeyValuePair.Create(link.Observer.GetGrainId(), link));

    /// <summary>Forgets a gateway that is gone, and ends what it had parked.</summary>
    internal void Lose(GatewayLink link)
    {
        link.IsGone = true;
        Forget(link);
    }
}
