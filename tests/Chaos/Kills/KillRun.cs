using System.Diagnostics;

namespace OrleansIot.Chaos.Kills;

/// <summary>A fleet's load while silos, gateways and the database are killed and started again; then the truth check.</summary>
internal static class KillRun
{
    /// <param name="cluster">With its fleet.</param>
    /// <param name="pace">Of each device.</param>
    public static async Task<KillVerdict> RunAsync(ChaosCluster cluster, KillPlan plan, TimeSpan pace, CancellationToken stop)
    {
        var begun = Stopwatch.GetTimestamp();
        await using var load = new FleetLoad(cluster, pace, plan.Seed);
        var schedule = new KillSchedule(cluster, plan, load.SetAside);
        await load.ProgressAsync();
        await schedule.RunAsync(stop);
        await load.ProgressAsync();
        await load.FinishAsync();
        var (votedOut, unexpected) = await schedule.Evictions.CountAsync();
        return new KillVerdict(new KillReport(begun, schedule.Kills, load.Records), await load.AuditAsync(), votedOut, unexpected);
    }
}
