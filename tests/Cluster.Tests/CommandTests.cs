using OrleansIot.Servers;
using OrleansIot.Servers.Cluster;

namespace OrleansIot.Clusters;

/// <summary>Commands through a cluster whose processes end. Every call is answered with its own echo, once, unless the caller's own gateway died.</summary>
public sealed class CommandTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task no_call_is_lost_when_silos_are_killed_and_come_back()
    {
        await using var cluster = await ClusterServers.StartAsync(new(Silos: 3, Gateways: 2));
        using var callers = await cluster.LoginAsync(cluster.Gateways[1]);
        await using var balancer = new Balancer(cluster.FrontDoors);
        var load = new CommandLoad(await Fleet.CreateAsync(callers, 12), balancer, callers);
        await using (load)
        {
            await load.ProgressAsync();
            foreach (var silo in cluster.Silos.Skip(1))
            {
                await silo.KillAsync();
                await load.ProgressAsync();
                await silo.StartAsync();
                await load.ProgressAsync();
            }
        }
        Assert.True(load.Failures.IsEmpty, $"{string.Join('\n', load.Failures.Take(10))}\n{cluster}");
    }

    [Fact]
    public async Task no_call_is_lost_when_the_devices_gateway_is_killed()
    {
        await using var cluster = await ClusterServers.StartAsync(new(Silos: 2, Gateways: 3));
        using var callers = await cluster.LoginAsync(cluster.Gateways[2]);
        await using var balancer = new Balancer(cluster.Gateways.Take(2));
        var load = new CommandLoad(await Fleet.CreateAsync(callers, 12), balancer, callers);
        await using (load)
        {
            await load.ProgressAsync();
            await cluster.Gateways[0].KillAsync();
            await load.ProgressAsync();
            await cluster.Gateways[0].StartAsync();
            await load.ProgressAsync();
        }
        Assert.True(load.Failures.IsEmpty, $"{string.Join('\n', load.Failures.Take(10))}\n{cluster}");
    }

    [Fact]
    public async Task no_call_fails_when_silos_and_the_callers_gateway_stop_in_an_orderly_way()
    {
        await using var cluster = await ClusterServers.StartAsync(new(Silos: 2, Gateways: 2));
        var device = await CreateDeviceAsync(cluster);
        var client = new CommandDevice(cluster.Gateways[1].EndPoint, device.Token);
        using var api = await cluster.LoginAsync(cluster.Gateways[0]);
        using var poll = await client.ParkAsync(60_000);
        var caller = api.CallAsync(device.Id, "m", oneWay: false, 9_000, Cancellation);
        var (id, _) = (await CommandDevice.ReceiveAsync(poll, Cancellation))!.Value;
        Assert.Equal(0, await cluster.Silos[1].TerminateAsync());
        await cluster.Silos[1].StartAsync();
        Assert.Equal(0, await cluster.Silos[0].TerminateAsync());
        var stopping = cluster.Gateways[0].TerminateAsync();
        Assert.Equal(200, await client.ReplyAsync(id, "1", Cancellation));
        Assert.Equal((200, "1"), await caller);
        Assert.Equal(0, await stopping);
    }

    [Fact]
    public async Task a_command_whose_callers_gateway_died_runs_on_to_its_reply()
    {
        await using var cluster = await ClusterServers.StartAsync(new(Silos: 2, Gateways: 2));
        var device = await CreateDeviceAsync(cluster);
        var client = new CommandDevice(cluster.Gateways[1].EndPoint, device.Token);
        using var api = await cluster.LoginAsync(cluster.Gateways[0]);
        using var poll = await client.ParkAsync(60_000);
        var caller = api.CallAsync(device.Id, "m", oneWay: false, 60_000, Cancellation);
        var (id, _) = (await CommandDevice.ReceiveAsync(poll, Cancellation))!.Value;
        await cluster.Gateways[0].KillAsync();
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => caller);
        Assert.Equal(200, await client.ReplyAsync(id, "1", Cancellation));
        Assert.Null(await client.FetchAsync(-1, Cancellation));
    }

    [Fact]
    public async Task records_tell_the_same_through_every_gateway_and_after_every_silo_was_killed()
    {
        await using var cluster = await ClusterServers.StartAsync(new(Silos: 2, Gateways: 2));
        var device = await CreateDeviceAsync(cluster);
        using var api = await cluster.LoginAsync(cluster.Gateways[0]);
        using var other = await cluster.LoginAsync(cluster.Gateways[1]);
        var (kept, shortLived) = (await api.KeepCommandAsync(device.Id, "m"), await api.KeepCommandAsync(device.Id, "n", timeout: 5_000));
        Assert.Equal("QUEUED", (await other.ReadCommandAsync(kept)).Status);
        foreach (var silo in cluster.Silos)
        {
            await silo.KillAsync();
            await silo.StartAsync();
        }
        await Task.Delay(TimeSpan.FromSeconds(5), TimeProvider.System, Cancellation);
        Assert.Equal("EXPIRED", (await other.ReadCommandAsync(shortLived)).Status);
        var client = new CommandDevice(cluster.Gateways[1].EndPoint, device.Token);
        var (id, method) = (await client.FetchAsync(20_000, Cancellation))!.Value;
        Assert.Equal((1, "m"), (id, method));
        Assert.Equal(200, await client.ReplyAsync(id, "{}", Cancellation));
        Assert.Equal(("SUCCESSFUL", "{}"), await other.ReadCommandAsync(kept));
    }

    private static async Task<FleetDevice> CreateDeviceAsync(ClusterServers cluster)
    {
        using var api = await cluster.LoginAsync(cluster.Gateways[0]);
        return await api.CreateDeviceAsync("device", "DeviceToken");
    }
}
