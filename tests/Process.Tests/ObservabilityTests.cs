using System.Net;
using System.Net.Http.Headers;
using OrleansIot.Servers;

namespace OrleansIot.Processes;

/// <summary>What the server tells about itself: right numbers, no secrets, and nothing at all where nobody listens.</summary>
public sealed class ObservabilityTests : IDisposable
{
    private const string Token = "ObservedDeviceToken";

    private readonly TempFolder _folder = new();
    private readonly IPEndPoint _metrics = Loopback.FreeEndPoint();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private KeyValuePair<string, string?>[] Scraped => [.. EmbeddedServer.KnownAdmin, new("Metrics__Url", $"http://{_metrics}")];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task metrics_tell_what_was_posted_refused_and_committed()
    {
        await using var server = await EmbeddedServer.StartAsync(_folder.Path, environment: Scraped);
        using var api = await server.LoginAsync();
        await api.CreateDeviceAsync("observed", Token);
        for (var i = 0; i < 20; i++)
            Assert.Equal(HttpStatusCode.OK, await PostAsync(server, Token, "telemetry", "{\"a\":1,\"b\":2,\"c\":3}"));
        for (var i = 0; i < 7; i++)
            Assert.Equal(HttpStatusCode.OK, await PostAsync(server, Token, "attributes", $"{{\"x\":{i},\"y\":{i}}}"));
        for (var i = 0; i < 3; i++)
            Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(server, "Nobody" + i, "telemetry", "{\"a\":1}"));
        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(server, Token, "telemetry", "{"));
        Assert.Equal(HttpStatusCode.NotFound, await PostAsync(server, Token, "telemetri", "{}"));

        var metrics = await Metrics.ScrapeAsync(Loopback.Http(_metrics));
        Assert.Equal(20, metrics["orleansiot_device_posts_total", "kind=\"telemetry\""]);
        Assert.Equal(7, metrics["orleansiot_device_posts_total", "kind=\"attributes\""]);
        Assert.Equal(60, metrics["orleansiot_device_readings_total"]);
        Assert.Equal(14, metrics["orleansiot_device_attributes_total"]);
        Assert.Equal(3, metrics["orleansiot_device_refusals_total", "outcome=\"unauthorized\""]);
        Assert.Equal(1, metrics["orleansiot_device_refusals_total", "outcome=\"malformed\""]);
        Assert.Equal(1, metrics["orleansiot_device_refusals_total", "outcome=\"misdirected\""]);
        Assert.Equal(27, metrics["orleansiot_commits_batch_changes_sum"]);
        Assert.Equal(metrics["orleansiot_commits_batch_changes_count"], metrics["orleansiot_commits_duration_seconds_count"]);
        Assert.Equal(0, metrics["orleansiot_commits_queue_changes"]);
        Assert.Equal(0, metrics["orleansiot_commits_queue_size_bytes"]);
        Assert.Equal(27, metrics["orleansiot_sessions_lookups_total", "result=\"hit\""]);
        Assert.Equal(4, metrics["orleansiot_sessions_lookups_total", "result=\"miss\""]);
        Assert.Equal(24, metrics["http_server_request_duration_seconds_count", "http_route=\"/api/v1/{token}/telemetry\""]);
    }

    [Fact]
    public async Task no_token_is_told_to_anybody()
    {
        await using var receiver = new OtlpReceiver();
        // As talkative as it gets.
        var levels = new[] { "Default", "Microsoft", "Orleans" }.Select(category => new KeyValuePair<string, string?>($"Logging__LogLevel__{category}", "Trace"));
        await using var server = await EmbeddedServer.StartAsync(_folder.Path, environment: [.. Scraped, .. receiver.Environment, .. levels]);
        using var api = await server.LoginAsync();
        await api.CreateDeviceAsync("observed", Token);
        Assert.Equal(HttpStatusCode.OK, await PostAsync(server, Token, "telemetry", "{\"a\":1}"));
        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(server, Token, "telemetry", "{"));
        Assert.Equal(HttpStatusCode.NotFound, await PostAsync(server, Token, "telemetri", "{}"));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(server, "x" + Token, "telemetry", "{\"a\":1}"));
        using var http = new HttpClient { BaseAddress = server.Address };
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync($"/API/V1/{Token}/attributes", Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync($"/nowhere/{Token}?token={Token}", Cancellation)).StatusCode);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/api/v1/me/attributes", Cancellation)).StatusCode);

        await receiver.WaitAsync("traces", "GET /api/v1/{token}/attributes");
        await receiver.WaitAsync("metrics", "orleansiot.device.posts");
        await receiver.WaitAsync("metrics", "/api/v1/{token}/telemetry");
        var metrics = await Metrics.ScrapeAsync(Loopback.Http(_metrics));
        await server.Process.TerminateAsync();
        var told = new[] { "traces", "metrics", "logs" }.Select(receiver.Received).Append(metrics.Text).Append(server.Process.Output).Append(server.Process.Errors).ToArray();
        Assert.All(told, text => Assert.DoesNotContain(Token, text, StringComparison.Ordinal));
        Assert.All(told.Take(3), text => Assert.NotEmpty(text));
    }

    [Fact]
    public async Task a_traced_post_shows_its_way_from_the_request_to_the_transaction()
    {
        await using var receiver = new OtlpReceiver();
        await using var server = await EmbeddedServer.StartAsync(_folder.Path, environment: [.. EmbeddedServer.KnownAdmin, .. receiver.Environment]);
        using var api = await server.LoginAsync();
        await api.CreateDeviceAsync("observed", Token);
        Assert.Equal(HttpStatusCode.OK, await PostAsync(server, Token, "telemetry", "{\"a\":1}"));
        foreach (var span in new[] { "POST /api/v1/{token}/telemetry", "IDeviceGrain/PostTelemetry", "OrleansIot.Commits", "transaction" })
            await receiver.WaitAsync("traces", span);
        Assert.DoesNotContain("IMembershipTable", receiver.Received("traces"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task metrics_have_an_address_of_their_own_and_it_serves_nothing_else()
    {
        await using var server = await EmbeddedServer.StartAsync(_folder.Path, environment: Scraped);
        using var http = new HttpClient();
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync(new Uri(server.Address, "/metrics"), Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(new Uri(Loopback.Http(_metrics), "/metrics"), Cancellation)).StatusCode);
        foreach (var path in new[] { "/health/ready", "/docs", "/api/v1/x/attributes", "/api/auth/user" })
            Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync(new Uri(Loopback.Http(_metrics), path), Cancellation)).StatusCode);
    }

    [Theory]
    [InlineData("9464")]
    [InlineData("https://127.0.0.1:9464")]
    [InlineData("http://127.0.0.1:0")]
    public async Task an_address_for_metrics_that_is_none_ends_the_start_with_a_sentence(string url)
    {
        await using var server = EmbeddedServer.Launch(_folder.Path, environment: [.. EmbeddedServer.KnownAdmin, new("Metrics__Url", url)]);
        Assert.NotEqual(0, await server.Process.WaitForExitAsync());
        Assert.Contains($"Metrics:Url is '{url}'", server.Process.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", server.Process.Errors, StringComparison.Ordinal);
    }

    /// <summary>So the quick start stays as quick as it is without any of this.</summary>
    [Fact]
    public async Task where_nobody_listens_OpenTelemetry_is_not_even_loaded()
    {
        await using var server = await EmbeddedServer.StartAsync(_folder.Path);
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(server, "Nobody", "telemetry", "{\"a\":1}"));
        var mapped = await File.ReadAllTextAsync($"/proc/{server.Process.Id}/maps", Cancellation);
        Assert.Contains("OrleansIot.Gateway.Http.dll", mapped, StringComparison.Ordinal);
        Assert.DoesNotContain("OpenTelemetry", mapped, StringComparison.Ordinal);
    }

    private static async Task<HttpStatusCode> PostAsync(EmbeddedServer server, string token, string path, string json)
    {
        using var http = new HttpClient { BaseAddress = server.Address };
        using var body = new StringContent(json);
        using var response = await http.PostAsync($"/api/v1/{token}/{path}", body, Cancellation);
        return response.StatusCode;
    }
}
