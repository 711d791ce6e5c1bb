using OrleansIot.Grains.Commits;
using OrleansIot.Rpc;

namespace OrleansIot.Grains.Rpc;

/// <summary>What a transition of the queue wants done.</summary>
internal abstract record CommandEffect
{
    private CommandEffect()
    {
    }

    /// <summary>Commit the change and tell the queue the result.</summary>
    public sealed record Store(Change Change) : CommandEffect;

    /// <summary>Hand the commands to the poll; the gateway settles the lease.</summary>
    public sealed record Deliver(long Poll, long Lease, DeviceCommand[] Commands) : CommandEffect;

    /// <summary>Hand the end to the poll of a caller; the gateway settles the lease.</summary>
    public sealed record Answer(long Poll, long Lease, CommandEnd End) : CommandEffect;

    /// <summary>Memory and database may differ: start anew from the database.</summary>
    public sealed record Restart : CommandEffect;
}
