using OrleansIot.Servers;
using OrleansIot.Servers.Cluster;

namespace OrleansIot.Clusters;

/// <summary>Polls for updates in a cluster whose processes end while they are parked.</summary>
public sealed class PollTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task a_parked_poll_outlives_every_silo_and_is_told_of_what_changes_afterwards()
    {
        await using var cluster = await ClusterServers.StartAsync(new(Silos: 2, Gateways: 1));
        using var api = await cluster.LoginAsync();
        var device = await api.CreateDeviceAsync("device", "DeviceToken");
        var client = new UpdatesDevice(cluster.Gateways[0].EndPoint, device.Token);
        Assert.Equal(408, (await client.PollAsync(-1, Cancellation)).Status);
        using var poll = await client.ParkAsync(120_000);
        foreach (var silo in cluster.Silos)
        {
            await silo.KillAsync();
            await silo.StartAsync();
        }
        await api.ShareAsync(device.Id, """{"a":1}""");
        Assert.Equal((200, """{"a":1}"""), await poll.ReceiveAsync(Cancellation));
    }

    [Fact]
    public async Task a_device_whose_gateway_was_killed_polls_through_another_and_has_missed_nothing()
    {
        await using var cluster = await ClusterServers.StartAsync(new(Silos: 1, Gateways: 2));
        using var api = await cluster.LoginAsync(cluster.Gateways[1]);
        var device = await api.CreateDeviceAsync("device", "DeviceToken");
        var (one, other) = (new UpdatesDevice(cluster.Gateways[0].EndPoint, device.Token), new UpdatesDevice(cluster.Gateways[1].EndPoint, device.Token));
        Assert.Equal(408, (await one.PollAsync(-1, Cancellation)).Status);
        using var poll = await one.ParkAsync(60_000);
        // Nothing is served by a process that stands still: what it is handed is not taken.
        cluster.Gateways[0].Process.Suspend();
        await api.ShareAsync(device.Id, """{"a":1}""");
        await cluster.Gateways[0].KillAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => poll.ReceiveAsync(Cancellation));
        Assert.Equal((200, """{"a":1}"""), await other.PollAsync(60_000, Cancellation));
    }

    [Fact]
    public async Task a_gateway_that_stops_answers_its_parked_polls_408()
    {
        await using var cluster = await ClusterServers.StartAsync(new(Silos: 1, Gateways: 2));
        using var api = await cluster.LoginAsync(cluster.Gateways[1]);
        var device = await api.CreateDeviceAsync("device", "DeviceToken");
        var gateway = cluster.Gateways[0];
        var client = new UpdatesDevice(gateway.EndPoint, device.Token);
        Assert.Equal(408, (await client.PollAsync(-1, Cancellation)).Status);
        using var updates = await client.ParkAsync(60_000);
        using var commands = await new CommandDevice(gateway.EndPoint, device.Token).ParkAsync(60_000);
        var waking = api.CallAsync(device.Id, "m", oneWay: true, 60_000, Cancellation);
        Assert.NotNull(await CommandDevice.ReceiveAsync(commands, Cancellation));
        Assert.Equal(200, (await waking).Status);
        await commands.SendAsync("GET", $"/api/v1/{device.Token}/rpc?timeout=300000");
        var stopping = gateway.TerminateAsync();
        Assert.Equal((408, ""), await updates.ReceiveAsync(Cancellation));
        Assert.Equal((408, ""), await commands.ReceiveAsync(Cancellation));
        Assert.Equal(0, await stopping);
    }
}
