using OrleansIot.Servers;
using OrleansIot.Servers.Cluster;

namespace OrleansIot.Clusters;

/// <summary>What was acknowledged passes its rule chain, also where the silo that had it in hand is gone.</summary>
public sealed class RuleTests
{
    [Fact]
    public async Task every_acknowledged_post_passes_its_chain_although_a_silo_is_killed_in_between()
    {
        await using var cluster = await ClusterServers.StartAsync(new(Silos: 2, Gateways: 1));
        using var api = await cluster.LoginAsync();
        await api.UseRootChainAsync(RuleChains.Copy("n"));
        var (_, balancer, load) = await cluster.LoadAsync();
        await using var _1 = balancer;
        await using var _2 = load;
        await load.ProgressAsync(20);
        await cluster.Silos[1].KillAsync();
        await load.ProgressAsync(20);
        cluster.AssertNoFailure(load);
        await load.AssertCopiedAsync(api);
    }
}
