using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace OrleansIot.Gateway.Http;

/// <summary>Where a request comes from, for counting: of IPv6 the network of 64 bits, which is what one subscriber has.</summary>
internal sealed class ClientAddresses(IOptions<ProxyOptions> options)
{
    private const string Forwarded = "X-Forwarded-For";

    private readonly IPNetwork[] _trusted = options.Value.Networks;

    public string Of(HttpContext context) => context.Connection.RemoteIpAddress is { } address ? Name(Client(Plain(address), context.Request.Headers[Forwarded].ToString())) : "";

    /// <summary>Each balancer appends the address that it was called from.</summary>
    private IPAddress Client(IPAddress address, ReadOnlySpan<char> forwarded)
    {
        while (IsTrusted(address) && !forwarded.IsWhiteSpace())
        {
            var comma = forwarded.LastIndexOf(',');
            if (!TryRead(forwarded[(comma + 1)..].Trim(), out var before))
                break;
            address = Plain(before);
            forwarded = comma < 0 ? default : forwarded[..comma];
        }

        return address;
    }

    private bool IsTrusted(IPAddress address)
    {
        foreach (var network in _trusted)
        {
            if (network.Contains(address))
                return true;
        }

        return false;
    }

    /// <summary>Some write the port as well.</summary>
    private static bool TryRead(ReadOnlySpan<char> text, out IPAddress address)
    {
        if (IPEndPoint.TryParse(text, out var endPoint))
        {
            address = endPoint.Address;
            return true;
        }

        address = IPAddress.None;
        return false;
    }

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private static string Name(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address.ToString();
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes).ToString();
    }
}
