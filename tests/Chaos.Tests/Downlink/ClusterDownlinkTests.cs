using OrleansIot.Chaos.Kills;

namespace OrleansIot.Chaos.Downlink;

/// <summary>G2 and G3 under failure: polls whose connections are cut, silos and gateways that are killed.</summary>
public sealed class ClusterDownlinkTests
{
    private const int Seed = 30;

    private static readonly DownlinkPlan Plan = new(
        Devices: 40,
        Updates: 400,
        Commands: 400,
        Spread: TimeSpan.FromSeconds(18),
        CutShare: 0.3,
        PollTimeout: TimeSpan.FromSeconds(10),
        CallTimeout: TimeSpan.FromSeconds(90),
        Grace: TimeSpan.FromSeconds(60),
        Settling: TimeSpan.FromSeconds(90),
        Seed);

    [Fact]
    public async Task no_update_and_no_command_is_lost_out_of_order_or_given_again_after_its_answer_and_no_device_is_stuck()
    {
        await using var cluster = await ChaosCluster.StartAsync(Plan.Devices);
        var kills = new KillPlan(Kills: 3, Every: TimeSpan.FromSeconds(4), [KillTarget.Silo, KillTarget.Gateway], Seed);
        var verdict = await ClusterDownlink.RunAsync(cluster, Plan, kills, TestContext.Current.CancellationToken);
        Console.WriteLine(verdict);
        Assert.True(verdict.Downlink.Holds, $"{verdict}\n{cluster.Servers}");
        Assert.NotEmpty(verdict.Kills);
    }
}
