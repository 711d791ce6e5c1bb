using Microsoft.Extensions.DependencyInjection;

namespace OrleansIot.Grains.Polls;

/// <summary>Puts what parked polls need into a silo.</summary>
public static class PollExtensions
{
    public static IServiceCollection AddPolls(this IServiceCollection services) => services
        .AddSingleton<GatewayLinks>()
        .AddSingleton<ILifecycleParticipant<ISiloLifecycle>, GatewayBeats>();
}
