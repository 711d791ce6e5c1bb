using System.Diagnostics;

namespace OrleansIot.Chaos.Kills;

/// <summary>Kills by plan, and starts again what it killed.</summary>
/// <param name="setAside">Told true while the database is away for our own doing.</param>
internal sealed class KillSchedule(ChaosCluster cluster, KillPlan plan, Action<bool> setAside)
{
    private readonly List<Kill> _kills = [];
    private readonly Random _random = new(plan.Seed);

    /// <summary>Those that are done.</summary>
    public IReadOnlyList<Kill> Kills => _kills;

    /// <summary>What cannot be judged as a kill: processes that did not come back.</summary>
    public Evictions Evictions { get; } = new(cluster);

    /// <summary>Runs to the last kill, or until it is stopped; whatever was killed is back when it returns.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        var last = Stopwatch.GetTimestamp();
        foreach (var (target, pause, absence) in plan.Draw())
        {
            var early = pause - Stopwatch.GetElapsedTime(last);
            await Task.Delay(early > TimeSpan.Zero ? early : TimeSpan.Zero, TimeProvider.System, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stop.IsCancellationRequested)
                return;
            last = Stopwatch.GetTimestamp();
            _kills.Add(target == KillTarget.Postgres ? await KillPostgresAsync(absence) : await KillNodeAsync(target, absence));
        }
    }

    private async Task<Kill> KillNodeAsync(KillTarget target, TimeSpan absence)
    {
        var nodes = target == KillTarget.Silo ? cluster.Servers.Silos : cluster.Servers.Gateways;
        var node = nodes[_random.Next(nodes.Count)];
        if (target == KillTarget.Silo)
            await Evictions.ExpectAsync(node);
        var at = Stopwatch.GetTimestamp();
        await node.KillAsync();
        await Task.Delay(absence, TimeProvider.System);
        var startedAt = Stopwatch.GetTimestamp();
        await node.StartAsync();
        return new Kill(target, node.Name, at, startedAt, Stopwatch.GetTimestamp());
    }

    private async Task<Kill> KillPostgresAsync(TimeSpan absence)
    {
        setAside(true);
        var at = Stopwatch.GetTimestamp();
        await cluster.Servers.Postgres.KillAsync();
        await Task.Delay(absence, TimeProvider.System);
        var startedAt = Stopwatch.GetTimestamp();
        await cluster.Servers.Postgres.StartAgainAsync();
        setAside(false);
        return new Kill(KillTarget.Postgres, "postgres", at, startedAt, Stopwatch.GetTimestamp());
    }
}
