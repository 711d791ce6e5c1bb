using System.Net;
using OrleansIot.Servers;

namespace OrleansIot.Processes;

/// <summary>How polls end when their device, its token, its connection or the server goes.</summary>
public sealed class PollTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly IPEndPoint _metrics = Loopback.FreeEndPoint();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task changes_between_two_polls_survive_kill_9_and_come_merged()
    {
        await using (var first = await EmbeddedServer.StartAsync(_folder.Path))
        {
            using var api = await first.LoginAsync();
            var device = await api.CreateDeviceAsync("device", "DeviceToken");
            Assert.Equal(408, (await new UpdatesDevice(first.EndPoint, device.Token).PollAsync(-1, Cancellation)).Status);
            await api.ShareAsync(device.Id, """{"a":1}""");
            await api.ShareAsync(device.Id, """{"a":2}""");
            await first.Process.KillAsync();
        }
        await using var second = await EmbeddedServer.StartAsync(_folder.Path);
        var client = new UpdatesDevice(second.EndPoint, "DeviceToken");
        Assert.Equal((200, """{"a":2}"""), await client.PollAsync(-1, Cancellation));
        Assert.Equal((408, ""), await client.PollAsync(-1, Cancellation));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task a_client_that_hangs_up_releases_its_poll(bool isReset)
    {
        await using var server = await StartAsync();
        using var api = await server.LoginAsync();
        var device = await api.CreateDeviceAsync("device", "DeviceToken");
        var polls = new[] { await new UpdatesDevice(server.EndPoint, device.Token).ParkAsync(300_000), await new CommandDevice(server.EndPoint, device.Token).ParkAsync(300_000) };
        await UntilAsync(m => m["orleansiot_polls_held"] == 2);
        foreach (var poll in polls)
        {
            if (isReset)
                poll.Reset();
            else
                poll.Dispose();
        }
        await UntilAsync(m => m["orleansiot_polls_held"] == 0 && m["orleansiot_polls_ends_total", "end=\"disconnected\""] == 2);
    }

    [Fact]
    public async Task a_device_that_is_deleted_ends_its_polls_with_403() => await EndsAsync((api, device) => api.DeleteDeviceAsync(device), (403, "Device was deleted!"));

    [Fact]
    public async Task a_token_that_is_revoked_ends_the_polls_it_opened_with_401() => await EndsAsync((api, device) => api.ChangeTokenAsync(device, "AnotherToken"), (401, ""));

    /// <summary>The client reads that many bytes of the answer and no more; what it did not read to its end comes again, at once.</summary>
    [Fact]
    public async Task an_answer_whose_connection_breaks_after_any_of_its_bytes_comes_again()
    {
        await using var server = await StartAsync();
        using var api = await server.LoginAsync();
        var device = await api.CreateDeviceAsync("device", "DeviceToken");
        var (updates, commands) = (new UpdatesDevice(server.EndPoint, device.Token), new CommandDevice(server.EndPoint, device.Token));
        Assert.Equal(408, (await updates.PollAsync(-1, Cancellation)).Status);
        for (var length = 0; length < 300; length += 3)
        {
            var command = await api.KeepCommandAsync(device.Id, "m");
            await api.ShareAsync(device.Id, $$"""{"a":{{length}}}""");
            await CutAsync(await updates.ParkAsync(60_000), length);
            await CutAsync(await commands.ParkAsync(60_000), length);
            Assert.Equal((200, $$"""{"a":{{length}}}"""), await updates.PollAsync(60_000, Cancellation));
            var (id, _) = (await commands.FetchAsync(60_000, Cancellation))!.Value;
            Assert.Equal(200, await commands.ReplyAsync(id, "1", Cancellation));
            Assert.Equal(("SUCCESSFUL", "1"), await api.ReadCommandAsync(command));
        }
    }

    private static async Task CutAsync(RawConnection connection, int length)
    {
        await connection.ReceiveAtMostAsync(length, Cancellation);
        connection.Reset();
    }

    private async Task EndsAsync(Func<ManagementApi, Guid, Task> act, (int Status, string Body) end)
    {
        await using var server = await StartAsync();
        using var api = await server.LoginAsync();
        var device = await api.CreateDeviceAsync("device", "DeviceToken");
        var client = new UpdatesDevice(server.EndPoint, device.Token);
        Assert.Equal(408, (await client.PollAsync(-1, Cancellation)).Status);
        using var updates = await client.ParkAsync(300_000);
        using var commands = await new CommandDevice(server.EndPoint, device.Token).ParkAsync(300_000);
        await UntilAsync(m => m["orleansiot_polls_held"] == 2);
        await act(api, device.Id);
        Assert.Equal(end, await updates.ReceiveAsync(Cancellation));
        Assert.Equal(end, await commands.ReceiveAsync(Cancellation));
    }

    private Task<EmbeddedServer> StartAsync() =>
        EmbeddedServer.StartAsync(_folder.Path, environment: [.. EmbeddedServer.KnownAdmin, new("Metrics__Url", $"http://{_metrics}")]);

    private async Task UntilAsync(Predicate<Metrics> holds)
    {
        using var guard = new CancellationTokenSource(ServerProcess.HangGuard);
        while (!holds(await Metrics.ScrapeAsync(Loopback.Http(_metrics))))
            guard.Token.ThrowIfCancellationRequested();
    }
}
