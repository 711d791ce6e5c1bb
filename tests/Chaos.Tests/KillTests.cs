using OrleansIot.Chaos.Kills;

namespace OrleansIot.Chaos;

/// <summary>G1 under failure, through the balancer as the project configures it. The figures of a loaded machine say little; the truth is the truth.</summary>
public sealed class KillTests
{
    private const int Devices = 40;
    private const int Seed = 20;

    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(0.5);

    [Fact]
    public async Task whatever_is_killed_nothing_acknowledged_is_missing_twice_or_stale_and_every_device_is_served_again()
    {
        await using var cluster = await ChaosCluster.StartAsync(Devices);
        var plan = new KillPlan(Kills: 3, Every: TimeSpan.FromSeconds(5), [KillTarget.Silo, KillTarget.Gateway, KillTarget.Postgres], Seed);
        AssertTruth(cluster, await KillRun.RunAsync(cluster, plan, Pace, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task a_rolling_restart_fails_no_request()
    {
        await using var cluster = await ChaosCluster.StartAsync(Devices, ChaosCluster.Plan(silos: 2));
        var verdict = await RollingRun.RunAsync(cluster, Pace, Seed);
        AssertTruth(cluster, verdict);
        Assert.True(verdict.Report.Failures == 0, $"{verdict}\n{cluster.Balancer.Log}\n{cluster.Servers}");
    }

    [Fact]
    public async Task a_silo_that_stood_still_until_it_was_voted_out_writes_nothing_over_newer_state()
    {
        await using var cluster = await ChaosCluster.StartAsync(Devices);
        var silo = cluster.Servers.Silos[^1];
        AssertTruth(cluster, await SeveredRun.RunAsync(cluster, silo, Now(() => silo.Process.Suspend()), Now(() => silo.Process.Resume()), Pace, Seed));
    }

    /// <summary>Root alone can pull a cable; for everybody else the silo that stood still shows the same.</summary>
    [Fact]
    public async Task a_silo_that_lost_its_network_until_it_was_voted_out_writes_nothing_over_newer_state()
    {
        if (!SeparateNetwork.IsAvailable)
            return;
        await using var network = await SeparateNetwork.CreateAsync();
        await using var cluster = await ChaosCluster.StartAsync(Devices, ChaosCluster.PlanAcross(network));
        AssertTruth(cluster, await SeveredRun.RunAsync(cluster, cluster.Servers.Silos[^1], network.UnplugAsync, network.PlugAsync, Pace, Seed));
    }

    private static Func<Task> Now(Action action) => () =>
    {
        action();
        return Task.CompletedTask;
    };

    private static void AssertTruth(ChaosCluster cluster, KillVerdict verdict)
    {
        Console.WriteLine(verdict);
        Assert.True(verdict.Truth.Holds, $"{verdict}\n{cluster.Servers}");
    }
}
