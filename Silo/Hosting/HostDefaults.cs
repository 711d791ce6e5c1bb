using OrleansIot.Gateway.Ota;

namespace OrleansIot.Silo.Hosting;

/// <summary>What every host of ours starts from.</summary>
internal static class HostDefaults
{
    public static void AddHostDefaults(this WebApplicationBuilder builder)
    {
        // The settings that ship with the program count wherever it is started from; those of the content root come after them.
        builder.Configuration.Sources.Insert(0, new Microsoft.Extensions.Configuration.Json.JsonConfigurationSource
        {
            FileProvider = new Microsoft.Extensions.FileProviders.PhysicalFileProvider(AppContext.BaseDirectory),
            Path = "appsettings.json",
            Optional = true,
        });
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.ResponseHeaderEncodingSelector = FileNames.Encoding!;
            kestrel.Limits.MaxRequestBodySize = 16 << 20;
            // Cheap devices on narrow links: a body may come as slowly as this before the connection is given up.
            kestrel.Limits.MinRequestBodyDataRate = new(bytesPerSecond: 20, gracePeriod: TimeSpan.FromSeconds(15));
        });
        // These write paths, which hold tokens, when they are asked for more than warnings.
        foreach (var category in new[] { "Microsoft.AspNetCore.Hosting.Diagnostics", "Microsoft.AspNetCore.Server.Kestrel.BadRequests", "Microsoft.AspNetCore.Routing" })
            builder.Logging.AddFilter(category, LogLevel.Warning);
    }
}
