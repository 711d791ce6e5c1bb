using System.ComponentModel.DataAnnotations;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using OrleansIot.Gateway.Http;
using Xunit;

namespace OrleansIot.Gateway.Tests.Http;

public sealed class ClientAddressesTests
{
    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7")]
    [InlineData("::ffff:203.0.113.7", "203.0.113.7")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::")]
    public void the_connections_address_counts_and_of_ipv6_its_network(string remote, string expected) => Assert.Equal(expected, Of("", remote, "198.51.100.1"));

    [Theory]
    [InlineData("198.51.100.1", "198.51.100.1")]
    [InlineData("192.0.2.9, 198.51.100.1", "198.51.100.1")]
    [InlineData("198.51.100.1, 10.0.0.5", "198.51.100.1")]
    [InlineData("198.51.100.1:4711", "198.51.100.1")]
    [InlineData("[2001:db8::1]:4711", "2001:db8::")]
    [InlineData("10.0.0.6, 10.0.0.5", "10.0.0.6")]
    [InlineData("198.51.100.1, nonsense", "10.1.2.3")]
    [InlineData("", "10.1.2.3")]
    public void a_balancer_that_is_trusted_says_whom_it_was_called_by(string forwarded, string expected) => Assert.Equal(expected, Of("10.0.0.0/8, ::1", "10.1.2.3", forwarded));

    [Fact]
    public void who_is_not_trusted_is_not_believed() => Assert.Equal("11.1.2.3", Of("10.0.0.0/8", "11.1.2.3", "198.51.100.1"));

    [Theory]
    [InlineData("10.0.0.0/8, nobody")]
    [InlineData("10.0.0.0/33")]
    public void what_is_no_network_is_named(string trusted)
    {
        var options = new ProxyOptions { Trusted = trusted };
        Assert.Contains("neither", Assert.Single(options.Validate(new ValidationContext(options))).ErrorMessage, StringComparison.Ordinal);
    }

    private static string Of(string trusted, string remote, string forwarded)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Parse(remote);
        context.Request.Headers["X-Forwarded-For"] = forwarded;
        return new ClientAddresses(Options.Create(new ProxyOptions { Trusted = trusted })).Of(context);
    }
}
