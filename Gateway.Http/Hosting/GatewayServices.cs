using OrleansIot.Gateway.Devices;
using OrleansIot.Gateway.Health;
using OrleansIot.Gateway.Http;

namespace OrleansIot.Gateway.Hosting;

/// <summary>All that is served over HTTP, for a host that has an <see cref="IGrainFactory"/>; and the little that every host serves.</summary>
public static class GatewayServices
{
    /// <summary>Gate, drain and health: what a host needs even when it serves nothing else.</summary>
    public static IHealthChecksBuilder AddHostServices(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<RequestGate>();
        services.AddOptions<DrainOptions>().Bind(configuration.GetSection(DrainOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<HostOptions>().Configure<Microsoft.Extensions.Options.IOptions<DrainOptions>>((host, drain) =>
            host.ShutdownTimeout = TimeSpan.FromMilliseconds(drain.Value.Delay ?? 0) + TimeSpan.FromSeconds(drain.Value.Timeout));
        services.AddHostedService<Drain>();
        return services.AddHealth();
    }

    public static void AddGateway(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddAnyOrigin();
        services.AddDeviceApi(configuration);
        services.AddManagementApi(configuration);
    }

    /// <summary>The first middleware: holds requests until the gate is open.</summary>
    public static void UseRequestGate(this IApplicationBuilder app) => app.Use(app.ApplicationServices.GetRequiredService<RequestGate>().Guard);

    public static void UseGateway(this WebApplication app)
    {
        app.UseAnyOrigin();
        app.UseDeviceApi();
        app.UseManagementApi();
        app.MapManagementApi();
    }
}
