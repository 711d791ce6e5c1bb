using System.Net;
using System.Net.Sockets;

namespace OrleansIot.Grains.Rules.Http;

/// <summary>Which addresses may be called. Judged when the connection is made, so that neither a name that changes its address nor a redirection leads elsewhere.</summary>
internal sealed class AllowedTargets
{
    private static readonly IPNetwork[] NotPublic =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24",
            "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        }.Select(IPNetwork.Parse),
    ];

    /// <summary>The part of IPv6 that is given to hosts; of it not the ways back to IPv4 and not the documentation's.</summary>
    private static readonly IPNetwork PublicIPv6 = IPNetwork.Parse("2000::/3");

    private static readonly IPNetwork[] NotPublicIPv6 = [.. new[] { "2001::/32", "2001:db8::/32", "2002::/16" }.Select(IPNetwork.Parse)];

    private readonly HashSet<string> _hosts = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<IPNetwork> _networks = [];
    private readonly bool _everywhere;

    /// <param name="list">As in the configuration.</param>
    public AllowedTargets(string list)
    {
        foreach (var entry in list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (entry == "*")
                _everywhere = true;
            else if (IPNetwork.TryParse(entry, out var network))
                _networks.Add(network);
            else if (IPAddress.TryParse(entry, out var address))
                _networks.Add(new(address, address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128));
            else
                _hosts.Add(entry);
        }
    }

    public bool Allows(string host, IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return _everywhere || _hosts.Contains(host) || _networks.Any(network => Contains(network, address)) || IsPublic(address);
    }

    private static bool IsPublic(IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork
        ? !NotPublic.Any(network => network.Contains(address))
        : PublicIPv6.Contains(address) && !NotPublicIPv6.Any(network => network.Contains(address));

    private static bool Contains(IPNetwork network, IPAddress address) => network.BaseAddress.AddressFamily == address.AddressFamily && network.Contains(address);
}
