using OrleansIot.Gateway.Devices;
using OrleansIot.Grains.Storage;

namespace OrleansIot.Silo.Hosting;

/// <summary>Everything in one process: silo, gateway and the embedded database.</summary>
internal static class EmbeddedHost
{
    public static async Task<int> RunAsync(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.AddDefaults();
        var ports = (builder.Configuration.GetSection(OrleansPorts.Section).Get<OrleansPorts>() ?? new()).Resolve();
        builder.Services.AddGrains(builder.Configuration);
        builder.Services.AddDeviceApi(builder.Configuration);
        builder.Host.UseOrleans(silo => silo.UseEmbeddedCluster(ports));
        await using var app = builder.Build();
        await app.Services.GetRequiredService<ISchema>().MigrateAsync(CancellationToken.None);
        app.UseDeviceApi();
        await app.RunAsync();
        return 0;
    }

    private static void AddDefaults(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 16 << 20;
        });
        // These write paths that hold tokens.
        foreach (var category in new[] { "Microsoft.AspNetCore.Hosting.Diagnostics", "Microsoft.AspNetCore.Server.Kestrel.BadRequests", "Microsoft.AspNetCore.Routing" })
            builder.Logging.AddFilter(category, LogLevel.Warning);
    }
}
