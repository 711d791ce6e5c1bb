using System.Net;
using System.Net.Sockets;

namespace OrleansIot.Gateway.Http;

/// <summary>Where a request comes from, for counting: of IPv6 the network of 64 bits, which is what one subscriber has.</summary>
internal static class ClientAddress
{
    public static string Of(HttpContext context)
    {
        if (context.Connection.RemoteIpAddress is not { } address)
            return "";
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address.ToString();
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes).ToString();
    }
}
