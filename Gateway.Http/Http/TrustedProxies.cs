using Microsoft.AspNetCore.HttpOverrides;

namespace OrleansIot.Gateway.Http;

/// <summary>The client's address behind balancers, from those that are trusted.</summary>
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
        app.UseForwardedHeaders(options);
    }
}
