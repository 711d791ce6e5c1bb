using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using OrleansIot.Gateway.Http;
using OrleansIot.Gateway.Polls;
using Xunit;

namespace OrleansIot.Gateway.Tests.Polls;

public sealed class RequestStartTests
{
    private const long Now = 1_700_000_000_000;

    private readonly FakeTimeProvider _time = new(DateTimeOffset.FromUnixTimeMilliseconds(Now));

    [Theory]
    [InlineData("t=1699999990000", 50_000)]
    [InlineData("t=1699999940000", 0)]
    [InlineData("t=0", 0)]
    [InlineData("t=1699999999001", 60_000)] // its way here
    [InlineData("t=1700000009000", 60_000)] // its clock is ahead
    [InlineData("t=9223372036854775807", 60_000)]
    [InlineData("t=9223372036854775808", 60_000)]
    [InlineData("t=-1", 60_000)]
    [InlineData("1699999990000", 60_000)]
    [InlineData("", 60_000)]
    public async Task a_poll_that_a_trusted_balancer_repeats_has_the_time_that_is_left(string header, int left) => Assert.Equal(left, await LeftAsync("10.0.0.0/8", "::ffff:10.1.2.3", header));

    [Theory]
    [InlineData("10.0.0.0/8", "11.1.2.3")]
    [InlineData("", "10.1.2.3")]
    public async Task nobody_else_is_believed(string trusted, string connected) => Assert.Equal(60_000, await LeftAsync(trusted, connected, "t=1699999990000"));

    private async Task<double> LeftAsync(string trusted, string connected, string header)
    {
        var left = TimeSpan.MinValue;
        var app = new ApplicationBuilder(new ServiceCollection().AddLogging().BuildServiceProvider());
        app.UseTrustedProxies(new ProxyOptions { Trusted = trusted });
        app.Run(context =>
        {
            left = RequestStart.Left(context, TimeSpan.FromSeconds(60), _time);
            return Task.CompletedTask;
        });
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Parse(connected);
        context.Request.Headers["X-Forwarded-For"] = "198.51.100.1";
        context.Request.Headers[RequestStart.Header] = header;
        await app.Build()(context);
        return left.TotalMilliseconds;
    }
}
