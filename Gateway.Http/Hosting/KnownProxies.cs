using System.Net;
using Microsoft.AspNetCore.HttpOverrides;

namespace OrleansIot.Gateway.Hosting;

/// <summary>The client's address and scheme behind load balancers, from those that are configured.</summary>
internal static class KnownProxies
{
    private const char Separator = ',';

    /// <exception cref="StartException">An entry is no address and no network.</exception>
    public static System.Net.IPNetwork[] Read(ProxyOptions options) =>
        [.. (options.Known ?? "").Split(Separator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Read)];

    /// <summary>Nothing where no proxy is known: then nobody pays for it.</summary>
    public static void UseKnownProxies(this IApplicationBuilder app, System.Net.IPNetwork[] known)
    {
        if (known.Length == 0)
            return;
        // As many proxies as there are in a row: the first address from the right that is none of them is the client's.
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto, ForwardLimit = null };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var network in known)
            options.KnownIPNetworks.Add(network);
        app.UseForwardedHeaders(options);
    }

    private static System.Net.IPNetwork Read(string entry)
    {
        if (IPAddress.TryParse(entry, out var address))
            return new(address, address.GetAddressBytes().Length * 8);
        return System.Net.IPNetwork.TryParse(entry, out var network)
            ? network
            : throw new StartException($"Proxies:Known (environment: Proxies__Known) holds '{entry}'; allowed are IP addresses and networks such as 10.1.0.0/16, separated by commas.");
    }
}
