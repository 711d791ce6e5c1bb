using Microsoft.Extensions.DependencyInjection;
using OrleansIot.Grains.Rules.Http;
using OrleansIot.Grains.Rules.Outbox;
using OrleansIot.Grains.Rules.Scripts;

namespace OrleansIot.Grains.Rules;

/// <summary>Puts what rule chains need, but for their options and stores, into a silo.</summary>
public static class RulesExtensions
{
    public static IServiceCollection AddRules(this IServiceCollection services)
    {
        services.AddSingleton<ScriptPool>();
        services.AddSingleton<RuleReplies>();
        services.AddSingleton<RuleHttpClient>();
        services.AddSingleton<RuleServices>();
        services.AddSingleton<RuleChainCompiler>();
        services.AddSingleton<RuleBootstrap>();
        services.AddSingleton<RuleCatalog>();
        services.AddSingleton<RuleDebugStream>();
        services.AddSingleton<RuleEngine>();
        services.AddSingleton<OutboxAcks>();
        services.AddSingleton<OutboxContext>();
        services.AddSingleton<ISiloIdentity, SiloIdentity>();
        services.AddPlacementDirector<OnNamedSilo, OnNamedSiloDirector>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, RuleBeat>();
        return services;
    }
}
