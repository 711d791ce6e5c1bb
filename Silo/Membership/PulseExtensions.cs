using OrleansIot.Grains.Membership;

namespace OrleansIot.Silo.Membership;

internal static class PulseExtensions
{
    public static void AddSiloPulse(this IServiceCollection services) => services
        .AddSingleton<SiloPulse>()
        .AddSingleton<ISiloPulse>(provider => provider.GetRequiredService<SiloPulse>())
        .AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<SiloPulse>());
}
