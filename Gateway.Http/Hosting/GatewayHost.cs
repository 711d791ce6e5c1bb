using OrleansIot.Gateway.Health;
using OrleansIot.Gateway.Observability;

namespace OrleansIot.Gateway.Hosting;

/// <summary>A gateway of its own: serves HTTP, and calls the silos of the cluster as an Orleans client.</summary>
internal static class GatewayHost
{
    private const string DefaultUrl = "http://*:8080";

    public static Task<int> RunAsync(string[] args) => HostRun.RunAsync(async () =>
    {
        await using var app = Build(args);
        if (!await app.TryStartAsync())
            return;
        app.Services.GetRequiredService<RequestGate>().Open();
        await app.WaitForShutdownAsync();
    });

    /// <summary>Serves health as soon as it is started, and the rest when a silo is connected; until then requests wait.</summary>
    private static WebApplication Build(string[] args)
    {
        var builder = HostBasis.CreateBuilder(args);
        builder.UseDefaultUrl(DefaultUrl);
        var exports = builder.AddObservability("orleansiot-gateway");
        var (services, configuration) = (builder.Services, builder.Configuration);
        services.AddHostServices(configuration).AddReadyCheck<SilosCheck>("silos");
        services.PostConfigure<DrainOptions>(drain => drain.Delay ??= DrainOptions.BehindBalancer);
        services.AddGateway(configuration);
        builder.UseClusterClient(exports);
        var app = builder.Build();
        app.UseObservability();
        app.UseRequestGate();
        app.UseGateway();
        app.MapHealth();
        return app;
    }
}
