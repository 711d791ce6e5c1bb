using Microsoft.Extensions.Options;
using Orleans.Configuration;
using OrleansIot.Gateway.Observability;
using OrleansIot.Gateway.Settings;
using OrleansIot.Grains.Claiming;
using OrleansIot.Grains.Commits;
using OrleansIot.Grains.Devices;
using OrleansIot.Grains.Ota;
using OrleansIot.Grains.Polls;
using OrleansIot.Grains.Rpc;
using OrleansIot.Grains.Rules;
using OrleansIot.Grains.Rules.Http;
using OrleansIot.Grains.Rules.Scripts;
using OrleansIot.Silo.Rpc;

namespace OrleansIot.Silo.Hosting;

/// <summary>Puts the grains and what they need, but for the storage, into a silo.</summary>
internal static class GrainHosting
{
    /// <summary>For calls without a time of their own.</summary>
    private static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(10);

    public static IServiceCollection AddGrains(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<CommitterOptions>(CommitterOptions.Section);
        services.AddSettings<DeviceLimits>(DeviceLimits.Section);
        services.AddSettings<ClaimingOptions>(ClaimingOptions.Section);
        services.AddSettings<OtaWorkOptions>(OtaWorkOptions.Section);
        services.AddSettings<TenantOptions>(TenantOptions.Section);
        services.AddSettings<RuleOptions>(RuleOptions.Section);
        services.AddSettings<ScriptOptions>(ScriptOptions.Section);
        services.AddSettings<RuleHttpOptions>(RuleHttpOptions.Section);
        services.AddSettings<ActivationOptions>(ActivationOptions.Section);
        services.AddOptions<GrainCollectionOptions>().Configure<IOptions<ActivationOptions>>(Collect);
        services.AddSingleton<OtaSweeper>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<OtaSweeper>());
        services.AddRules();
        services.AddSingleton<Committer>();
        services.AddSingleton<ICommitter>(provider => provider.GetRequiredService<Committer>());
        services.AddPolls();
        services.AddSettings<CommandOptions>(CommandOptions.Section);
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, SweepClock>();
        return services;
    }

    /// <summary>Most devices of the tenant, for the stores; 0: as many as there is room for.</summary>
    public static long MaxDevices(this IConfiguration configuration) => configuration.GetSection(TenantOptions.Section).Get<TenantOptions>()?.MaxDevices ?? 0;

    /// <summary>One silo for itself on loopback.</summary>
    public static ISiloBuilder UseEmbeddedCluster(this ISiloBuilder silo, SiloEndpoints endpoints) =>
        silo.UseLocalhostClustering(endpoints.SiloPort, endpoints.GatewayPort).UseCallTimes();

    public static ISiloBuilder UseCallTimes(this ISiloBuilder silo) =>
        silo.Configure<SiloMessagingOptions>(o => (o.ResponseTimeout, o.CancelRequestOnTimeout) = (ResponseTimeout, true));

    /// <summary>Calls of grains carry the trace context where there is one to carry; the filters that do it cost every call.</summary>
    public static ISiloBuilder PropagateTraces(this ISiloBuilder silo, Exports exports) => exports.Traces ? silo.AddActivityPropagation() : silo;

    private static void Collect(GrainCollectionOptions collection, IOptions<ActivationOptions> activations)
    {
        var age = activations.Value.IdleAfter;
        collection.CollectionAge = age;
        if (collection.CollectionQuantum > age / 2)
            collection.CollectionQuantum = age / 2;
    }
}
