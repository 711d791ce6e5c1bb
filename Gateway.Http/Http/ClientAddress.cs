using System.Net;
using System.Net.Sockets;

namespace OrleansIot.Gateway.Http;

/// <summary>Where a request comes from, for counting: of IPv6 the network of 64 bits, which is what one subscriber has. Balancers were seen through before.</summary>
internal static class ClientAddress
{
    public static string Of(HttpContext context) => context.Connection.RemoteIpAddress is { } address ? Name(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address) : "";

    private static string Name(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address.ToString();
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes).ToString();
    }
}
