using OrleansIot.Servers;

namespace OrleansIot.Processes;

/// <summary>G3: a command through kill -9 between any two steps of its life, and through cut connections.</summary>
public sealed class CommandLifeTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public enum Step
    {
        Created,
        Handed,
        Written,
        Delivered,
        Replied,
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(Step.Created)]
    [InlineData(Step.Handed)]
    [InlineData(Step.Written)]
    [InlineData(Step.Delivered)]
    [InlineData(Step.Replied)]
    public async Task a_two_way_command_survives_kill_9_after_each_step_of_its_life_under_the_same_id(Step last)
    {
        Guid command;
        FleetDevice device;
        int? seen = null;
        await using (var first = await EmbeddedServer.StartAsync(_folder.Path))
        {
            using var api = await first.LoginAsync();
            device = await api.CreateDeviceAsync("device", "DeviceToken");
            (command, seen) = await LiveAsync(first, api, device, oneWay: false, last);
            await first.Process.KillAsync();
        }

        await using var second = await EmbeddedServer.StartAsync(_folder.Path);
        using var again = await second.LoginAsync();
        var client = new CommandDevice(second.EndPoint, device.Token);
        if (last == Step.Replied)
        {
            Assert.Equal(("SUCCESSFUL", "1"), await again.ReadCommandAsync(command));
            Assert.Null(await client.FetchAsync(-1, Cancellation));
        }
        else
        {
            var (status, _) = await again.ReadCommandAsync(command);
            Assert.True(status == "DELIVERED" || (status == "QUEUED" && last != Step.Delivered), status);
            var id = (await client.FetchAsync(20_000, Cancellation))!.Value.Id;
            Assert.Equal(seen ?? id, id);
            Assert.Equal(200, await client.ReplyAsync(id, "1", Cancellation));
            Assert.Equal(("SUCCESSFUL", "1"), await again.ReadCommandAsync(command));
        }
        await again.KeepCommandAsync(device.Id, "next");
        Assert.Equal((2, "next"), (await client.FetchAsync(20_000, Cancellation))!.Value);
    }

    [Theory]
    [InlineData(Step.Created)]
    [InlineData(Step.Handed)]
    [InlineData(Step.Written)]
    [InlineData(Step.Delivered)]
    public async Task a_one_way_command_survives_kill_9_and_once_delivered_does_not_come_again(Step last)
    {
        Guid command;
        FleetDevice device;
        await using (var first = await EmbeddedServer.StartAsync(_folder.Path))
        {
            using var api = await first.LoginAsync();
            device = await api.CreateDeviceAsync("device", "DeviceToken");
            (command, _) = await LiveAsync(first, api, device, oneWay: true, last);
            await first.Process.KillAsync();
        }

        await using var second = await EmbeddedServer.StartAsync(_folder.Path);
        using var again = await second.LoginAsync();
        var client = new CommandDevice(second.EndPoint, device.Token);
        var (status, _) = await again.ReadCommandAsync(command);
        if (last == Step.Created)
            Assert.Equal("QUEUED", status);
        if (last == Step.Delivered)
            Assert.Equal("DELIVERED", status);
        if (status == "QUEUED")
            Assert.Equal(1, (await client.FetchAsync(20_000, Cancellation))!.Value.Id);
        await BecomesAsync(again, command, "DELIVERED");
        Assert.Null(await client.FetchAsync(-1, Cancellation));
    }

    [Fact]
    public async Task a_command_whose_caller_died_with_the_server_still_reaches_the_device()
    {
        FleetDevice device;
        await using (var first = await EmbeddedServer.StartAsync(_folder.Path))
        {
            using var api = await first.LoginAsync();
            device = await api.CreateDeviceAsync("device", "DeviceToken");
            var client = new CommandDevice(first.EndPoint, device.Token);
            using var poll = await client.ParkAsync(60_000);
            var caller = api.CallAsync(device.Id, "m", oneWay: false, 120_000, Cancellation);
            Assert.Equal(1, (await CommandDevice.ReceiveAsync(poll, Cancellation))!.Value.Id);
            await first.Process.KillAsync();
            await Assert.ThrowsAnyAsync<HttpRequestException>(() => caller);
        }

        await using var second = await EmbeddedServer.StartAsync(_folder.Path);
        var again = new CommandDevice(second.EndPoint, device.Token);
        Assert.Equal((1, "m"), (await again.FetchAsync(20_000, Cancellation))!.Value);
        Assert.Equal(200, await again.ReplyAsync(1, "1", Cancellation));
        Assert.Null(await again.FetchAsync(-1, Cancellation));
    }

    [Fact]
    public async Task a_command_that_expires_while_the_server_is_down_has_expired_when_it_is_back()
    {
        Guid command;
        await using (var first = await EmbeddedServer.StartAsync(_folder.Path))
        {
            using var api = await first.LoginAsync();
            var device = await api.CreateDeviceAsync("device", "DeviceToken");
            command = await api.KeepCommandAsync(device.Id, "m", timeout: 5_000);
            await first.Process.KillAsync();
        }

        await Task.Delay(TimeSpan.FromSeconds(5), TimeProvider.System, Cancellation);
        await using var second = await EmbeddedServer.StartAsync(_folder.Path);
        using var again = await second.LoginAsync();
        Assert.Equal("EXPIRED", (await again.ReadCommandAsync(command)).Status);
        Assert.Null(await new CommandDevice(second.EndPoint, "DeviceToken").FetchAsync(-1, Cancellation));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task no_command_is_lost_to_a_connection_that_is_cut_while_it_waits(bool oneWay)
    {
        await using var server = await EmbeddedServer.StartAsync(_folder.Path);
        using var api = await server.LoginAsync();
        var device = await api.CreateDeviceAsync("device", "DeviceToken");
        var client = new CommandDevice(server.EndPoint, device.Token);
        for (var i = 1; i <= 100; i++)
        {
            var cut = await client.ParkAsync(60_000);
            var issue = api.KeepCommandAsync(device.Id, "m", oneWay);
            // Before, while and after the command is handed over.
            var since = TimeProvider.System.GetTimestamp();
            while (TimeProvider.System.GetElapsedTime(since).TotalMilliseconds < 0.2 * i)
                await Task.Yield();
            cut.Reset();
            var command = await issue;
            var taken = await client.FetchAsync(20_000, Cancellation);
            Assert.Equal(i, taken?.Id);
            if (!oneWay)
                Assert.Equal(200, await client.ReplyAsync(i, "1", Cancellation));
            await BecomesAsync(api, command, oneWay ? "DELIVERED" : "SUCCESSFUL");
        }
    }

    /// <summary>Brings a new command to a step of its life; the number that the device has seen.</summary>
    private static async Task<(Guid Command, int? Seen)> LiveAsync(EmbeddedServer server, ManagementApi api, FleetDevice device, bool oneWay, Step last)
    {
        var client = new CommandDevice(server.EndPoint, device.Token);
        using var poll = last == Step.Created ? null : await client.ParkAsync(60_000);
        var command = await api.KeepCommandAsync(device.Id, "m", oneWay);
        if (poll is null || last == Step.Handed)
            return (command, null);
        var id = (await CommandDevice.ReceiveAsync(poll, Cancellation))!.Value.Id;
        if (last == Step.Written)
            return (command, id);
        await BecomesAsync(api, command, "DELIVERED");
        if (last == Step.Replied)
            Assert.Equal(200, await client.ReplyAsync(id, "1", Cancellation));
        return (command, id);
    }

    private static async Task BecomesAsync(ManagementApi api, Guid command, string status)
    {
        using var guard = new CancellationTokenSource(ServerProcess.HangGuard);
        while ((await api.ReadCommandAsync(command)).Status != status)
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, guard.Token);
    }
}
