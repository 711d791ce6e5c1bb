using Orleans.Configuration;
using OrleansIot.Gateway.Observability;
using OrleansIot.Grains.Commits;
using OrleansIot.Grains.Devices;
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
    private static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(10);

    public static IServiceCollection AddGrains(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<CommitterOptions>().Bind(configuration.GetSection(CommitterOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<DeviceLimits>().Bind(configuration.GetSection(DeviceLimits.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<RuleOptions>().Bind(configuration.GetSection(RuleOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<ScriptOptions>().Bind(configuration.GetSection(ScriptOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<RuleHttpOptions>().Bind(configuration.GetSection(RuleHttpOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddRules();
        services.AddSingleton<Committer>();
        services.AddSingleton<ICommitter>(provider => provider.GetRequiredService<Committer>());
        services.AddPolls();
        services.AddOptions<CommandOptions>().Bind(configuration.GetSection(CommandOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, SweepClock>();
        return services;
    }

    /// <summary>One silo for itself on loopback.</summary>
    public static ISiloBuilder UseEmbeddedCluster(this ISiloBuilder silo, SiloEndpoints endpoints) =>
        silo.UseLocalhostClustering(endpoints.SiloPort, endpoints.GatewayPort).UseCallTimes();

    /// <summary>For calls without a time of their own.</summary>
    public static ISiloBuilder UseCallTimes(this ISiloBuilder silo) =>
        silo.Configure<SiloMessagingOptions>(o => (o.ResponseTimeout, o.CancelRequestOnTimeout) = (ResponseTimeout, true));

    /// <summary>Calls of grains carry the trace context where there is one to carry; the filters that do it cost every call.</summary>
    public static ISiloBuilder PropagateTraces(this ISiloBuilder silo, Exports exports) => exports.Traces ? silo.AddActivityPropagation() : silo;
}
