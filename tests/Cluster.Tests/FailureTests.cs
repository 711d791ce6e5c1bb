using OrleansIot.Servers.Cluster;

namespace OrleansIot.Clusters;

/// <summary>Processes that end without a word. What was acknowledged is stored, and the others go on.</summary>
public sealed class FailureTests
{
    [Fact]
    public async Task the_devices_of_a_killed_silo_are_served_by_the_others_and_no_request_fails()
    {
        await using var cluster = await ClusterServers.StartAsync(new(Silos: 2, Gateways: 1));
        var (_, balancer, load) = await cluster.LoadAsync();
        await using var _1 = balancer;
        await using var _2 = load;
        await load.ProgressAsync();
        await cluster.Silos[1].KillAsync();
        await load.ProgressAsync();
        cluster.AssertNoFailure(load);
        await cluster.Silos[1].StartAsync();
        await load.ProgressAsync();
        cluster.AssertNoFailure(load);
        using var api = await cluster.LoginAsync();
        await load.AssertStoredAsync(api);
    }

    [Fact]
    public async Task a_killed_gateway_costs_the_requests_that_it_held_and_nothing_else()
    {
        await using var cluster = await ClusterServers.StartAsync(new(Silos: 1, Gateways: 2));
        var (fleet, balancer, load) = await cluster.LoadAsync();
        await using var _1 = balancer;
        await using var _2 = load;
        await load.ProgressAsync();
        await cluster.Gateways[0].KillAsync();
        await load.ProgressAsync();
        Assert.Empty(load.Refused);
        Assert.All(load.Lost, lost => Assert.StartsWith(cluster.Gateways[0].Name, lost, StringComparison.Ordinal));
        using var api = await cluster.LoginAsync();
        await load.AssertStoredAsync(api);
    }

    [Fact]
    public async Task a_database_that_is_killed_costs_time_or_an_honest_503_and_everything_recovers_by_itself()
    {
        await using var cluster = await ClusterServers.StartAsync(new(Silos: 2, Gateways: 1) { OwnPostgres = true });
        var (_, balancer, load) = await cluster.LoadAsync();
        await using var _1 = balancer;
        await using var _2 = load;
        for (var kill = 0; kill < 2; kill++)
        {
            await load.ProgressAsync();
            await cluster.Postgres.KillAsync();
            await cluster.Postgres.StartAgainAsync();
        }
        await load.ProgressAsync();
        Assert.Empty(load.Lost);
        Assert.All(load.Refused, refused => Assert.Contains(": 503 ", refused, StringComparison.Ordinal));
        Assert.Equal(0, load.WithoutRetryAfter);
        using var api = await cluster.LoginAsync();
        await load.AssertStoredAsync(api);
    }
}
