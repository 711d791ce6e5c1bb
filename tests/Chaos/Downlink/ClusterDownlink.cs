using OrleansIot.Chaos.Kills;

namespace OrleansIot.Chaos.Downlink;

/// <summary>A downlink run on a cluster whose silos and gateways are killed meanwhile.</summary>
internal static class ClusterDownlink
{
    /// <summary>
    /// Devices with a cursor of their own poll through the balancer. Those without poll gateways directly: whether a connection lives is only known to whom it leads.
    /// </summary>
    /// <param name="kills">How many there are at most; they end when everything is written and called.</param>
    public static async Task<DisturbedVerdict> RunAsync(ChaosCluster cluster, DownlinkPlan plan, KillPlan kills, CancellationToken stop)
    {
        var devices = cluster.Fleet.Select((d, i) => new DownlinkDevice(i, d.Id, d.Token, HasCursor: i % 2 == 0, i % 2 == 0 ? [cluster.EndPoint] : cluster.Gateways)).ToArray();
        using var api = await cluster.LoginAsync();
        using var run = new DownlinkRun(plan, devices, cluster.Gateways, cluster.DeathsAt, api.AccessToken);
        var schedule = new KillSchedule(cluster, kills, _ => { });
        var verdict = await run.RunAsync(schedule.RunAsync, stop);
        var (votedOut, unexpected) = await schedule.Evictions.CountAsync();
        return new DisturbedVerdict(verdict, schedule.Kills, votedOut, unexpected);
    }
}
