using Orleans.Configuration;
using OrleansIot.Grains.Claiming;
using OrleansIot.Grains.Commits;
using OrleansIot.Grains.Devices;
using OrleansIot.Grains.Ota;

namespace OrleansIot.Silo.Hosting;

/// <summary>Puts the grains and what they need, but for the storage, into a silo.</summary>
internal static class GrainHosting
{
    public static IServiceCollection AddGrains(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddOptions<CommitterOptions>().Bind(configuration.GetSection(CommitterOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<DeviceLimits>().Bind(configuration.GetSection(DeviceLimits.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<ClaimingOptions>().Bind(configuration.GetSection(ClaimingOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<OtaWorkOptions>().Bind(configuration.GetSection(OtaWorkOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<TenantOptions>().Bind(configuration.GetSection(TenantOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<ICommitter, Committer>();
        services.AddSingleton<OtaSweeper>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<OtaSweeper>());
        return services;
    }

    /// <summary>One silo for itself on loopback.</summary>
    public static ISiloBuilder UseEmbeddedCluster(this ISiloBuilder silo, OrleansPorts ports)
    {
        silo.UseLocalhostClustering(ports.SiloPort, ports.GatewayPort);
        silo.Configure<SiloMessagingOptions>(o => o.ResponseTimeout = TimeSpan.FromSeconds(10));
        return silo;
    }
}
