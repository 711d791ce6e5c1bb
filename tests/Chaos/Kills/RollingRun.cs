using System.Diagnostics;

namespace OrleansIot.Chaos.Kills;

/// <summary>All silos and gateways are told to stop and started again, one after the other, under the load of a fleet.</summary>
internal static class RollingRun
{
    public static async Task<KillVerdict> RunAsync(ChaosCluster cluster, TimeSpan pace, int seed)
    {
        var begun = Stopwatch.GetTimestamp();
        await using var load = new FleetLoad(cluster, pace, seed);
        var evictions = new Evictions(cluster);
        await load.ProgressAsync();
        foreach (var node in cluster.Servers.Nodes)
        {
            if (cluster.Servers.Silos.Contains(node))
                await evictions.ExpectAsync(node); // One that has said good-bye may be voted out before its last word is written.
            if (await node.TerminateAsync() is var exit and not 0)
                throw new InvalidOperationException($"{node.Name} ended with {exit}.\n{node}");
            await load.ProgressAsync();
            await node.StartAsync();
            await load.ProgressAsync();
        }

        await load.FinishAsync();
        var (votedOut, unexpected) = await evictions.CountAsync();
        return new KillVerdict(new KillReport(begun, [], load.Records), await load.AuditAsync(), votedOut, unexpected);
    }
}
