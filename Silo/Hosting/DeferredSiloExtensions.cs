namespace OrleansIot.Silo.Hosting;

internal static class DeferredSiloExtensions
{
    /// <summary>Orleans registers its silo as the one hosted service of its runtime's assembly.</summary>
    public static void DeferSilo(this IServiceCollection services)
    {
        var silo = services.Single(s => s.ServiceType == typeof(IHostedService) && s.ImplementationType?.Assembly == typeof(SiloLifecycleSubject).Assembly);
        services.Remove(silo);
        services.AddSingleton(provider => new DeferredSilo((IHostedService)ActivatorUtilities.CreateInstance(provider, silo.ImplementationType!)));
        services.AddHostedService(provider => provider.GetRequiredService<DeferredSilo>());
    }
}
