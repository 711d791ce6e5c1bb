using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.FileProviders;
using OrleansIot.Gateway.Polls;

namespace OrleansIot.Gateway.Hosting;

/// <summary>What every host of ours starts from.</summary>
public static class HostBasis
{
    /// <summary>A builder with our settings, limits and silences.</summary>
    public static WebApplicationBuilder CreateBuilder(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        // The settings that ship with the program count wherever it is started from; those of the content root come after them.
        builder.Configuration.Sources.Insert(0, new JsonConfigurationSource
        {
            FileProvider = new PhysicalFileProvider(AppContext.BaseDirectory),
            Path = "appsettings.json",
            Optional = true,
        });
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.WatchConnections();
            kestrel.Limits.MaxRequestBodySize = 16 << 20;
            // Cheap devices on narrow links: a body may come as slowly as this before the connection is given up.
            kestrel.Limits.MinRequestBodyDataRate = new(bytesPerSecond: 20, gracePeriod: TimeSpan.FromSeconds(15));
        });
        // With anybody listening to this one, every request gets an activity and a log scope. It tells of requests by path, and of a failed start, which says so itself.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        // These write paths, which hold tokens, when they are asked for more than warnings.
        foreach (var category in new[] { "Microsoft.AspNetCore.Server.Kestrel.BadRequests", "Microsoft.AspNetCore.Routing" })
            builder.Logging.AddFilter(category, LogLevel.Warning);
        builder.Services.Configure<HostOptions>(host => host.ServicesStartConcurrently = true);
        return builder;
    }

    /// <summary>Serves there unless the configuration says where.</summary>
    public static void UseDefaultUrl(this WebApplicationBuilder builder, string url)
    {
        var configuration = builder.Configuration;
        var isSaid = new[] { "urls", "http_ports", "https_ports" }.Any(name => !string.IsNullOrEmpty(configuration[name]));
        if (!isSaid && !configuration.GetSection("Kestrel:Endpoints").GetChildren().Any())
            builder.WebHost.UseUrls(url);
    }
}
