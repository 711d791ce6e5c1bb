using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using OrleansIot.Gateway.Http;
using Xunit;

namespace OrleansIot.Gateway.Tests.Http;

public sealed class TrustedProxiesTests
{
    [Theory]
    [InlineData("10.1.2.3", "198.51.100.1", "198.51.100.1")]
    [InlineData("::ffff:10.1.2.3", "198.51.100.1", "198.51.100.1")]
    [InlineData("::1", "2001:db8::7", "2001:db8::7")]
    [InlineData("10.1.2.3", "192.0.2.9, 198.51.100.1", "198.51.100.1")]
    [InlineData("10.1.2.3", "192.0.2.9, 198.51.100.1, 10.0.0.5", "198.51.100.1")]
    [InlineData("10.1.2.3", "198.51.100.1:4711", "198.51.100.1")]
    [InlineData("10.1.2.3", "198.51.100.1, nonsense", "10.1.2.3")]
    [InlineData("10.1.2.3", "", "10.1.2.3")]
    public async Task a_trusted_balancer_says_whom_it_was_called_by(string connected, string forwarded, string client) =>
        Assert.Equal(client, await ClientAsync("10.0.0.0/8, ::1", connected, forwarded));

    [Theory]
    [InlineData("10.0.0.0/8", "11.1.2.3")]
    [InlineData("10.1.2.4", "10.1.2.3")]
    [InlineData("", "127.0.0.1")]
    public async Task nobody_else_is_believed(string trusted, string connected) => Assert.Equal(connected, await ClientAsync(trusted, connected, "198.51.100.1"));

    private static async Task<string> ClientAsync(string trusted, string connected, string forwarded)
    {
        var app = new ApplicationBuilder(new ServiceCollection().AddLogging().BuildServiceProvider());
        app.UseTrustedProxies(new ProxyOptions { Trusted = trusted });
        app.Run(_ => Task.CompletedTask);
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Parse(connected);
        context.Request.Headers["X-Forwarded-For"] = forwarded;
        await app.Build()(context);
        return context.Connection.RemoteIpAddress.ToString();
    }
}
