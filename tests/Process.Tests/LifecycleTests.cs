using System.Net;
using OrleansIot.Servers;

namespace OrleansIot.Processes;

/// <summary>Starting, stopping, and two at a time.</summary>
public sealed class LifecycleTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly TempFolder _other = new();

    public void Dispose()
    {
        _folder.Dispose();
        _other.Dispose();
    }

    [Fact]
    public async Task a_second_process_on_the_same_folder_is_refused_while_the_first_serves_on()
    {
        await using var first = await EmbeddedServer.StartAsync(_folder.Path);
        await using var second = EmbeddedServer.Launch(_folder.Path);
        Assert.NotEqual(0, await second.Process.WaitForExitAsync());
        Assert.Contains("another process", second.Process.Output + second.Process.Errors, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("   at ", second.Process.Output + second.Process.Errors, StringComparison.Ordinal);
        using var api = await first.LoginAsync();
        await AssertTakesReadingsAsync(first, await api.CreateDeviceAsync("still-here", "StillHereToken"));
    }

    [Fact]
    public async Task two_servers_run_side_by_side()
    {
        await using var one = await EmbeddedServer.StartAsync(_folder.Path);
        await using var two = await EmbeddedServer.StartAsync(_other.Path);
        using var apiOfOne = await one.LoginAsync();
        using var apiOfTwo = await two.LoginAsync();
        await AssertTakesReadingsAsync(one, await apiOfOne.CreateDeviceAsync("one", "TokenOfOne"));
        await AssertTakesReadingsAsync(two, await apiOfTwo.CreateDeviceAsync("two", "TokenOfTwo"));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(one, "TokenOfTwo"));
    }

    [Fact]
    public async Task SIGTERM_ends_it_cleanly_although_connections_are_open()
    {
        await using var server = await EmbeddedServer.StartAsync(_folder.Path);
        using var api = await server.LoginAsync();
        await AssertTakesReadingsAsync(server, await api.CreateDeviceAsync("kept", "KeptToken"));
        Assert.Equal(0, await server.Process.TerminateAsync());
    }

    [Fact]
    public async Task a_server_that_ended_cleanly_starts_again_with_everything()
    {
        await using (var first = await EmbeddedServer.StartAsync(_folder.Path))
        {
            using var api = await first.LoginAsync();
            await AssertTakesReadingsAsync(first, await api.CreateDeviceAsync("kept", "KeptToken"));
            await first.Process.TerminateAsync();
        }

        await using var second = await EmbeddedServer.StartAsync(_folder.Path);
        Assert.Equal(HttpStatusCode.OK, await PostAsync(second, "KeptToken"));
    }

    private static async Task AssertTakesReadingsAsync(EmbeddedServer server, FleetDevice device) =>
        Assert.Equal(HttpStatusCode.OK, await PostAsync(server, device.Token));

    private static async Task<HttpStatusCode> PostAsync(EmbeddedServer server, string token)
    {
        using var http = new HttpClient { BaseAddress = server.Address };
        using var body = new StringContent("{\"a\":1}");
        using var response = await http.PostAsync($"/api/v1/{token}/telemetry", body, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }
}
