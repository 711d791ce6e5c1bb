using OrleansIot.Grains.Retention;

namespace OrleansIot.Silo.Retention;

internal static class RetentionExtensions
{
    /// <summary>Readings do not stay longer than they shall, in the database whose store this is.</summary>
    public static IServiceCollection AddRetention<TStore>(this IServiceCollection services)
        where TStore : class, IRetentionStore
    {
        services.AddOptions<RetentionOptions>().BindConfiguration(RetentionOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        return services
            .AddSingleton<IRetentionStore, TStore>()
            .AddSingleton<ILifecycleParticipant<ISiloLifecycle>, RetentionClock>();
    }
}
