using System.Diagnostics;
using OrleansIot.Servers.Cluster;

namespace OrleansIot.Chaos.Kills;

/// <summary>
/// A silo loses the others and the database, though its process lives; the others vote it out and serve its devices. Then it comes back, with old state
/// and with whatever was sent to it meanwhile, and must not write any of it over newer state.
/// </summary>
internal static class SeveredRun
{
    /// <param name="sever">Cuts the silo off.</param>
    /// <param name="mend">Lets it come back.</param>
    public static async Task<KillVerdict> RunAsync(ChaosCluster cluster, ClusterNode silo, Func<Task> sever, Func<Task> mend, TimeSpan pace, int seed)
    {
        var begun = Stopwatch.GetTimestamp();
        await using var load = new FleetLoad(cluster, pace, seed);
        var evictions = new Evictions(cluster);
        await load.ProgressAsync();
        await evictions.ExpectAsync(silo);
        var severedAt = Stopwatch.GetTimestamp();
        await sever();
        await evictions.HappenedAsync();

        // Newer state than the silo knows, for every device that it had.
        await load.ProgressAsync(5);
        var mendedAt = Stopwatch.GetTimestamp();
        await mend();
        await load.ProgressAsync(5);
        await silo.Process.WaitForExitAsync();
        await silo.StartAsync();
        var kill = new Kill(KillTarget.Severed, silo.Name, severedAt, mendedAt, Stopwatch.GetTimestamp());
        await load.ProgressAsync();
        await load.FinishAsync();
        var (votedOut, unexpected) = await evictions.CountAsync();
        return new KillVerdict(new KillReport(begun, [kill], load.Records), await load.AuditAsync(), votedOut, unexpected);
    }
}
