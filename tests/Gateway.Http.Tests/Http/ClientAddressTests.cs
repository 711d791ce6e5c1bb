using System.Net;
using Microsoft.AspNetCore.Http;
using OrleansIot.Gateway.Http;
using Xunit;

namespace OrleansIot.Gateway.Tests.Http;

public sealed class ClientAddressTests
{
    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7")]
    [InlineData("::ffff:203.0.113.7", "203.0.113.7")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::")]
    public void the_address_counts_and_of_ipv6_its_network(string remote, string expected)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Parse(remote);
        Assert.Equal(expected, ClientAddress.Of(context));
    }
}
