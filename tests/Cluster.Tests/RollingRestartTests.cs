using OrleansIot.Servers.Cluster;

namespace OrleansIot.Clusters;

/// <summary>G7: scaling out or rolling out is invisible.</summary>
public sealed class RollingRestartTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task processes_that_are_told_to_stop_and_start_again_one_after_another_fail_no_request(bool coHosted)
    {
        await using var cluster = await ClusterServers.StartAsync(new(Silos: 2, Gateways: coHosted ? 0 : 2) { CoHosted = coHosted });
        var (_, balancer, load) = await cluster.LoadAsync();
        await using var _1 = balancer;
        await using var _2 = load;
        foreach (var node in cluster.Nodes)
        {
            await load.ProgressAsync();
            Assert.Equal(0, await node.TerminateAsync());
            cluster.AssertNoFailure(load);
            await load.ProgressAsync();
            await node.StartAsync();
        }
        await load.ProgressAsync();
        cluster.AssertNoFailure(load);
        using var api = await cluster.LoginAsync();
        await load.AssertStoredAsync(api);
    }
}
