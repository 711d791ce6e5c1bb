using Orleans.Configuration;
using OrleansIot.Grains.Commits;
using OrleansIot.Grains.Devices;
using OrleansIot.Grains.Polls;
using OrleansIot.Grains.Rpc;
using OrleansIot.Silo.Rpc;

namespace OrleansIot.Silo.Hosting;

/// <summary>Puts the grains and what they need, but for the storage, into a silo.</summary>
internal static class GrainHosting
{
    public static IServiceCollection AddGrains(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddOptions<CommitterOptions>().Bind(configuration.GetSection(CommitterOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<DeviceLimits>().Bind(configuration.GetSection(DeviceLimits.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<ICommitter, Committer>();
        services.AddPolls();
        services.AddOptions<CommandOptions>().Bind(configuration.GetSection(CommandOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, SweepClock>();
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
