using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using OrleansIot.Gateway.Polls;
using IPNetwork = System.Net.IPNetwork;

namespace OrleansIot.Gateway.Http;

/// <summary>What balancers say of a request, from those that are trusted: the client's address, and when the request came.</summary>
internal static class TrustedProxies
{
    /// <summary>Nothing where nobody is trusted: then nobody pays for it.</summary>
    public static void UseTrustedProxies(this IApplicationBuilder app, ProxyOptions proxies)
    {
        var networks = proxies.Networks;
        if (networks.Length == 0)
            return;
        // As many as stand in a row: the first address from the right that is none of theirs is the client's. The scheme does not count, for nothing here asks for it.
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor, ForwardLimit = null };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var network in networks)
            options.KnownIPNetworks.Add(network);
        app.Use(next => context =>
        {
            if (RequestStart.From(context.Request) is { } start && IsTrusted(context.Connection.RemoteIpAddress, networks))
                context.Features.Set(start);
            return next(context);
        });
        app.UseForwardedHeaders(options);
    }

    private static bool IsTrusted(IPAddress? address, IPNetwork[] networks)
    {
        if (address is { IsIPv4MappedToIPv6: true })
            address = address.MapToIPv4();
        return address is not null && Array.Exists(networks, network => network.Contains(address));
    }
}
