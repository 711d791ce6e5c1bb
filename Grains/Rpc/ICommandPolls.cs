using OrleansIot.Polls;

namespace OrleansIot.Grains.Rpc;

/// <summary>The parked polls of a device, as its commands see them.</summary>
internal interface ICommandPolls
{
    /// <summary>Wakes a parked poll with the content; its gateway settles the lease. False: there is no such poll any more.</summary>
    bool TryDeliver(long poll, long lease, PollContent content);
}
