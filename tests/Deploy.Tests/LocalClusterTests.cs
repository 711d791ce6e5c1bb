using System.Net;
using OrleansIot.Servers;

namespace OrleansIot.Deploy;

/// <summary>The whole cluster in one command, as a developer, the conformance kit and the failure tests use it.</summary>
public sealed class LocalClusterTests
{
    private const string Token = "LocalClusterToken";

    private static readonly string[] Hosts = ["gateway-1", "gateway-2", "silo-1", "silo-2", "silo-3"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task one_command_starts_it_a_killed_silo_is_bridged_and_nothing_is_left_behind()
    {
        await using var receiver = new OtlpReceiver();
        await using var cluster = new LocalCluster([.. receiver.Environment, new("CLUSTER_METRICS", "1")]);
        var printed = await cluster.RunAsync("up");
        var endpoint = await cluster.EndpointAsync();
        Assert.Contains($"Endpoint: {endpoint.ToString().TrimEnd('/')}", printed, StringComparison.Ordinal);
        var everything = cluster.Processes();
        Assert.Equal(["haproxy", "postgres", .. Hosts], everything.Keys.OrderBy(n => n is "haproxy" or "postgres" ? 0 : 1).ThenBy(n => n, StringComparer.Ordinal));
        using var api = await ManagementApi.LoginAsync(endpoint, LocalCluster.AdminEmail, LocalCluster.AdminPassword);
        await api.CreateDeviceAsync("observed", Token);
        using var device = new HttpClient { BaseAddress = endpoint };
        await PostedAsync(device);

        // The request's trace goes through both processes, and none of them tells the token.
        await receiver.WaitAsync("traces", "POST /api/v1/{token}/telemetry");
        await receiver.WaitAsync("traces", "transaction");
        Assert.NotEmpty(TracesOf(receiver, "orleansiot-gateway").Intersect(TracesOf(receiver, "orleansiot-silo")));

        await AssertCountedAsync(await cluster.RunAsync("status"));

        await cluster.RunAsync("kill", "silo-2");
        Assert.False(IsAlive(everything["silo-2"]));
        await PostedAsync(device);
        Assert.NotEqual(0, (await cluster.TryAsync("status")).Status);
        await cluster.RunAsync("start", "silo-2");

        await cluster.RunAsync("stop", "gateway-1");
        for (var i = 0; i < 10; i++)
            await PostedAsync(device);

        var left = cluster.Processes();
        await cluster.RunAsync("down");
        Assert.All(everything.Values.Concat(left.Values), pid => Assert.False(IsAlive(pid)));
        Assert.Empty(cluster.Processes());
        Assert.DoesNotContain(Token, cluster.Logs() + receiver.Received("traces") + receiver.Received("logs") + receiver.Received("metrics"), StringComparison.Ordinal);
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => device.GetAsync("/health/ready", Cancellation));
    }

    [Fact]
    public async Task control_ends_and_starts_all_hosts_and_a_supervisor_replaces_what_dies_by_itself()
    {
        await using var cluster = new LocalCluster();
        await cluster.RunAsync("up", "--supervise");
        var endpoint = await cluster.EndpointAsync();
        using var api = await ManagementApi.LoginAsync(endpoint, LocalCluster.AdminEmail, LocalCluster.AdminPassword);
        await api.CreateDeviceAsync("kept", Token);
        using var device = new HttpClient { BaseAddress = endpoint };

        foreach (var word in new[] { "kill", "stop" })
        {
            var before = cluster.Processes();
            await cluster.RunAsync("control", word);
            Assert.All(Hosts, name => Assert.False(IsAlive(before[name]), $"{name} lives after control {word}."));
            Assert.True(IsAlive(before["postgres"]) && IsAlive(before["haproxy"]));
            await cluster.RunAsync("control", "start");
            await PostedAsync(device);
        }

        var killed = cluster.Processes();
        await cluster.RunAsync("kill", "postgres", "gateway-2");
        await ReplacedAsync(cluster, killed, "postgres", "gateway-2");
        await PostedAsync(device);
    }

    [Fact]
    public async Task the_script_is_one_that_shellcheck_has_nothing_to_say_about()
    {
        var (status, output) = await Tool.RunAsync(new(Tool.Find("shellcheck"), ["-x", Repository.PathTo("deploy", "local", "cluster.sh")]));
        Assert.True(status == 0, output);
    }

    [Theory]
    [InlineData("kill", "silo-9")]
    [InlineData("control", "restart")]
    [InlineData("restart")]
    [InlineData("status")]
    public async Task a_command_that_means_nothing_here_fails_and_says_why(params string[] arguments)
    {
        await using var cluster = new LocalCluster();
        var (status, output) = await cluster.TryAsync(arguments);
        Assert.NotEqual(0, status);
        Assert.NotEmpty(output);
    }

    /// <summary>Every host serves its metrics: gateways count what was posted, silos what was committed.</summary>
    private static async Task AssertCountedAsync(string status)
    {
        var addresses = status.Split('\n').Where(line => line.Contains("/metrics", StringComparison.Ordinal)).ToDictionary(line => line[..line.IndexOf(' ')], line => new Uri(line[line.LastIndexOf(' ')..].Trim()));
        Assert.Equal(Hosts, addresses.Keys.Order(StringComparer.Ordinal));
        var gateways = await Task.WhenAll(addresses.Where(a => a.Key.StartsWith("gateway", StringComparison.Ordinal)).Select(a => Metrics.ScrapeAsync(a.Value)));
        var silos = await Task.WhenAll(addresses.Where(a => a.Key.StartsWith("silo", StringComparison.Ordinal)).Select(a => Metrics.ScrapeAsync(a.Value)));
        Assert.Equal(1, gateways.Sum(m => m["orleansiot_device_posts_total"]));
        Assert.NotEqual(0, gateways.Sum(m => m["orleansiot_calls_attempts_total"]));
        Assert.Equal(1, silos.Sum(m => m["orleansiot_commits_batch_changes_sum"]));
        Assert.All(silos, m => Assert.NotEqual(0, m["orleans_system_targets"]));
        Assert.All(silos.Concat(gateways), m => Assert.DoesNotContain("Password=", m.Text, StringComparison.OrdinalIgnoreCase));
        Assert.All(silos.Concat(gateways), m => Assert.DoesNotContain("Username=", m.Text, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Posts until it is taken: what comes in between may be refused, and says so.</summary>
    private static async Task PostedAsync(HttpClient device)
    {
        using var guard = new CancellationTokenSource(ServerProcess.HangGuard);
        while (true)
        {
            using var body = new StringContent("{\"a\":1}");
            using var answer = await device.PostAsync($"/api/v1/{Token}/telemetry", body, guard.Token);
            if (answer.StatusCode == HttpStatusCode.OK)
                return;
            Assert.True(answer.StatusCode is HttpStatusCode.ServiceUnavailable or HttpStatusCode.BadGateway, answer.ToString());
            Assert.NotNull(answer.Headers.RetryAfter);
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, guard.Token);
        }
    }

    private static async Task ReplacedAsync(LocalCluster cluster, IReadOnlyDictionary<string, int> old, params string[] names)
    {
        using var guard = new CancellationTokenSource(ServerProcess.HangGuard);
        while (cluster.Processes() is var now && !names.All(n => now[n] != old[n] && IsAlive(now[n])))
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, guard.Token);
    }

    /// <summary>A zombie that nobody has collected yet has ended.</summary>
    private static bool IsAlive(int process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            return stat[stat.LastIndexOf(')') + 2] != 'Z';
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>The ids of all traces that a service has exported: 16 bytes behind the head of the first field of each span.</summary>
    private static HashSet<string> TracesOf(OtlpReceiver receiver, string service) =>
        [.. receiver.Messages("traces").Where(m => m.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(service)) >= 0).SelectMany(TraceIds)];

    private static IEnumerable<string> TraceIds(byte[] message)
    {
        for (var at = 0; at + 18 <= message.Length; at++)
        {
            if (message[at] == 0x0A && message[at + 1] == 16)
                yield return Convert.ToHexString(message, at + 2, 16);
        }
    }
}
