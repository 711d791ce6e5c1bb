using System.Diagnostics;

namespace OrleansIot.Deploy;

public sealed class BalancerTests
{
    private const int LongestPollSeconds = 300;

    private readonly BalancerConfiguration _configuration = BalancerConfiguration.Load();

    [Theory]
    [InlineData(null)]
    [InlineData("1")]
    public async Task HAProxy_takes_it(string? resolve)
    {
        var start = new ProcessStartInfo(Tool.Find("haproxy"), ["-c", "-f", BalancerConfiguration.FullPath]);
        foreach (var (name, value) in new[] { ("BALANCER_BIND", "127.0.0.1:8080"), ("BALANCER_SOCKET", "/tmp/s"), ("BALANCER_MAXCONN", "100"), ("GATEWAY_1", "127.0.0.1:1"), ("GATEWAY_2", "127.0.0.1:2") })
            start.Environment[name] = value;
        start.Environment["BALANCER_RESOLVE"] = resolve;
        var (status, output) = await Tool.RunAsync(start);
        Assert.True(status == 0, output);
        Assert.DoesNotContain("WARNING", output, StringComparison.Ordinal);
    }

    [Fact]
    public void polls_may_take_as_long_as_the_longest_one()
    {
        Assert.True(_configuration.Timeout("server") > LongestPollSeconds);
        Assert.True(_configuration.Timeout("client") > LongestPollSeconds);
    }
}
