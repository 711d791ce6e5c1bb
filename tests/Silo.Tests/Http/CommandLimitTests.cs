using System.Text.Json;

namespace OrleansIot.Silo.Tests.Http;

public sealed class CommandLimitTests
{
    [Fact]
    public async Task a_device_that_has_too_many_open_commands_refuses_more_with_429_until_one_has_ended()
    {
        await using var server = new EmbeddedServer { Settings = ["--Limits:Device:MaxCommands=2"] };
        await server.InitializeAsync();
        var (id, token) = await server.CreateDeviceAsync();
        await KeepAsync();
        await KeepAsync();
        var refused = (await server.Admin.PostApiAsync($"api/rpc/oneway/{id}", new { method = "m" })).Refused(429, 33);
        Assert.Contains("2 commands", refused["message"].GetString(), StringComparison.Ordinal);
        Assert.NotNull(refused.Message.Headers.RetryAfter);
        await server.Device.PostAsync($"api/v1/{token}/rpc/1", new StringContent("1"), TestContext.Current.CancellationToken);
        await KeepAsync();

        async Task KeepAsync() => Assert.Equal(JsonValueKind.String, (await server.Admin.PostApiAsync($"api/rpc/twoway/{id}", new { method = "m", persistent = true })).Ok()["rpcId"].ValueKind);
    }

    [Fact]
    public async Task the_redelivery_delay_is_a_setting()
    {
        await using var server = new EmbeddedServer { Settings = ["--Rpc:RedeliveryDelay=100"] };
        await server.InitializeAsync();
        var (id, token) = await server.CreateDeviceAsync();
        var caller = server.Admin.PostApiAsync($"api/rpc/twoway/{id}", new { method = "m" });
        for (var i = 0; i < 2; i++)
        {
            var poll = await server.Device.GetAsync($"api/v1/{token}/rpc", TestContext.Current.CancellationToken);
            Assert.Equal("""{"id":1,"method":"m","params":null}""", await poll.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }
        await server.Device.PostAsync($"api/v1/{token}/rpc/1", new StringContent("1"), TestContext.Current.CancellationToken);
        Assert.Equal("1", (await caller).Ok().Text);
    }
}
