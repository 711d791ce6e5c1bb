using OrleansIot.Gateway.Health;
using OrleansIot.Gateway.Hosting;
using OrleansIot.Gateway.Observability;
using OrleansIot.Silo.Accounts;
using OrleansIot.Silo.Health;
using OrleansIot.Silo.Storage.Postgres;

namespace OrleansIot.Silo.Hosting;

/// <summary>One of many silos over PostgreSQL; serves HTTP as well unless it is told not to.</summary>
internal static class ClusterHost
{
    private const string DefaultUrl = "http://*:8080";

    public static async Task RunAsync(WebApplicationBuilder builder)
    {
        await using var app = Build(builder);
        var stopping = app.Lifetime.ApplicationStopping;
        // Health is served from the beginning; the silo starts when the database is ready, however long that takes.
        if (!await app.TryStartAsync())
            return;
        try
        {
            await app.Services.GetRequiredService<ClusterPreparation>().RunAsync(stopping);
            await app.Services.GetRequiredService<DeferredSilo>().BeginAsync(stopping);
            app.Services.GetRequiredService<RequestGate>().Open();
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }
        catch
        {
            await app.StopAsync();
            throw;
        }
        await app.WaitForShutdownAsync();
    }

    public static WebApplication Build(WebApplicationBuilder builder)
    {
        builder.UseDefaultUrl(DefaultUrl);
        var (services, configuration) = (builder.Services, builder.Configuration);
        var exports = builder.AddObservability("orleansiot-silo");
        var storage = configuration.GetSection(StorageOptions.Section).Get<StorageOptions>() ?? new();
        var orleans = configuration.GetSection(OrleansOptions.Section).Get<OrleansOptions>() ?? new();
        var gateway = configuration.GetSection(CoHostingOptions.Section).Get<CoHostingOptions>() ?? new();

        services.AddHostServices(configuration).AddReadyCheck<SiloCheck>("silo").AddReadyCheck<CommitterCheck>("committer");
        services.Configure<AdminOptions>(configuration.GetSection(AdminOptions.Section));
        services.AddGrains(configuration);
        services.AddPostgresStorage(new() { ConnectionString = storage.Postgres! });
        services.AddAccounts(configuration);
        services.AddSingleton<ClusterPreparation>();
        builder.Host.UseOrleans(silo => silo.UseCluster(orleans, configuration).PropagateTraces(exports));
        services.DeferSilo();
        if (gateway.CoHosted)
        {
            services.AddGateway(configuration);
            services.PostConfigure<DrainOptions>(drain => drain.Delay ??= DrainOptions.BehindBalancer);
        }

        var app = builder.Build();
        app.UseObservability();
        app.UseRequestGate();
        if (gateway.CoHosted)
            app.UseGateway();
        app.MapHealth();
        return app;
    }
}
