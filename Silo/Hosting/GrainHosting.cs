using Orleans.Configuration;
using OrleansIot.Gateway.Observability;
using OrleansIot.Grains.Claiming;
using OrleansIot.Grains.Commits;
using OrleansIot.Grains.Devices;
using OrleansIot.Grains.Ota;
using OrleansIot.Grains.Polls;
using OrleansIot.Grains.Rpc;
using OrleansIot.Silo.Rpc;

namespace OrleansIot.Silo.Hosting;

/// <summary>Puts the grains and what they need, but for the storage, into a silo.</summary>
internal static class GrainHosting
{
    private static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(10);

    public static IServiceCollection AddGrains(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<CommitterOptions>().Bind(configuration.GetSection(CommitterOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<DeviceLimits>().Bind(configuration.GetSection(DeviceLimits.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<ClaimingOptions>().Bind(configuration.GetSection(ClaimingOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<OtaWorkOptions>().Bind(configuration.GetSection(OtaWorkOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<TenantOptions>().Bind(configuration.GetSection(TenantOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<OtaSweeper>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<OtaSweeper>());
        services.AddSingleton<Committer>();
        services.AddSingleton<ICommitter>(provider => provider.GetRequiredService<Committer>());
        services.AddPolls();
        services.AddOptions<CommandOptions>().Bind(configuration.GetSection(CommandOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, SweepClock>();
        return services;
    }

    /// <summary>Most devices of the tenant, for the stores; 0: as many as there is room for.</summary>
    public static long MaxDevices(this IConfiguration configuration) => configuration.GetSection(TenantOptions.Section).Get<TenantOptions>()?.MaxDevices ?? 0;

    /// <summary>One silo for itself on loopback.</summary>
    public static ISiloBuilder UseEmbeddedCluster(this ISiloBuilder silo, SiloEndpoints endpoints) =>
        silo.UseLocalhostClustering(endpoints.SiloPort, endpoints.GatewayPort).UseCallTimes();

    /// <summary>For calls without a time of their own.</summary>
    public static ISiloBuilder UseCallTimes(this ISiloBuilder silo) =>
        silo.Configure<SiloMessagingOptions>(o => (o.ResponseTimeout, o.CancelRequestOnTimeout) = (ResponseTimeout, true));

    /// <summary>Calls of grains carry the trace context where there is one to carry; the filters that do it cost every call.</summary>
    public static ISiloBuilder PropagateTraces(this ISiloBuilder silo, Exports exports) => exports.Traces ? silo.AddActivityPropagation() : silo;
}
