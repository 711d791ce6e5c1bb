using Microsoft.Extensions.Options;
using OrleansIot.Gateway.Health;
using OrleansIot.Gateway.Hosting;
using OrleansIot.Gateway.Observability;
using OrleansIot.Gateway.Ota;
using OrleansIot.Gateway.Settings;
using OrleansIot.Grains.Accounts;
using OrleansIot.Grains.DeviceProfiles;
using OrleansIot.Grains.Devices;
using OrleansIot.Grains.Membership;
using OrleansIot.Grains.Rules;
using OrleansIot.Grains.Storage;
using OrleansIot.Silo.Accounts;
using OrleansIot.Silo.Membership;
using OrleansIot.Silo.Storage.Sqlite;

namespace OrleansIot.Silo.Hosting;

/// <summary>Everything in one process: silo, gateway and the embedded database.</summary>
internal static class EmbeddedHost
{
    private const string DefaultUrl = "http://127.0.0.1:8080";

    public static async Task RunAsync(WebApplicationBuilder builder)
    {
        await using var app = await StartAsync(builder, Console.Out);
        await app.WaitForShutdownAsync();
    }

    public static Task<WebApplication> StartAsync(string[] args, TextWriter output) => StartAsync(HostBasis.CreateBuilder(args), output);

    public static WebApplication Build(WebApplicationBuilder builder)
    {
        builder.UseDefaultUrl(DefaultUrl);
        var (services, configuration) = (builder.Services, builder.Configuration);
        if (!configuration.ReadSettings<CoHostingOptions>(CoHostingOptions.Section).CoHosted)
            throw new StartException("Gateway:CoHosted (environment: Gateway__CoHosted) is false, but an embedded server has no other gateway; leave it out, or set Storage:Postgres for a silo of a cluster.");
        var exports = builder.AddObservability("orleansiot");
        var endpoints = SiloEndpoints.OnLoopback(configuration.ReadSettings<OrleansOptions>(OrleansOptions.Section));

        services.AddHostServices(configuration);
        services.AddSettings<AdminOptions>(AdminOptions.Section);
        services.AddSettings<CoHostingOptions>(CoHostingOptions.Section);
        services.AddGrains(configuration);
        services.AddSqliteStorage(new() { Folder = Folder(builder), MaxDevices = configuration.MaxDevices() });
        services.PostConfigure<OtaOptions>(ota => ota.CachePath ??= Path.Combine(Folder(builder), "cache"));
        services.AddAccounts(configuration);
        services.AddSingleton<ISiloPulse, SteadyPulse>();
        services.AddGateway(configuration);
        services.CheckSettings(configuration);
        builder.Host.UseOrleans(silo => silo.UseEmbeddedCluster(endpoints).PropagateTraces(exports));
        return builder.Build();
    }

    /// <summary>Returns when the server answers requests.</summary>
    private static async Task<WebApplication> StartAsync(WebApplicationBuilder builder, TextWriter output)
    {
        var app = Build(builder);
        try
        {
            // The database opens and the silo is put together while the endpoints are; who comes before the silo serves waits at the gate.
            var preparing = Task.Run(() => PrepareAsync(app.Services));
            var assembling = Task.Run(() => app.Services.GetServices<IHostedService>().Count());
            app.UseObservability();
            app.UseRequestGate();
            app.UseGateway();
            app.MapHealth();
            await assembling;
            if (preparing.IsFaulted)
                await preparing;
            await Task.WhenAll(preparing, app.StartAsync());
            app.Services.GetRequiredService<RequestGate>().Open();
            var (administrator, demo) = await preparing;
            if (administrator is not null)
                demo = await DemoDevice.CreateAsync(app.Services.GetRequiredService<IGrainFactory>(), app.Services.GetRequiredService<IDeviceProfileStore>());
            Welcome.Print(output, app.Urls.First(), Folder(builder), administrator, demo);
            return app;
        }
        catch
        {
            await app.StopAsync();
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>Brings the database up to date; on the first start also creates the administrator, on later ones finds the demo device.</summary>
    private static async Task<(FirstAdministrator? Administrator, DemoDevice? Demo)> PrepareAsync(IServiceProvider services)
    {
        await services.GetRequiredService<ISchema>().MigrateAsync(CancellationToken.None);
        var admin = services.GetRequiredService<IOptions<AdminOptions>>().Value;
        var administrator = await services.GetRequiredService<IAccountsBootstrap>().EnsureAsync(admin.Email, admin.Password, mayGenerate: true, CancellationToken.None);
        await services.GetRequiredService<RuleBootstrap>().EnsureAsync(CancellationToken.None);
        var devices = services.GetRequiredService<IDeviceStore>();
        var demo = administrator is null ? await DemoDevice.FindAsync(devices) : null;
        // What the first request asks of the database is compiled by now.
        await devices.ResolveAsync([""], CancellationToken.None);
        await devices.LoadAsync(demo?.Id ?? Guid.Empty, CancellationToken.None);
        return (administrator, demo);
    }

    private static string Folder(WebApplicationBuilder builder) =>
        Path.GetFullPath(builder.Configuration["Storage:Path"] is { Length: > 0 } path ? path : "data", builder.Environment.ContentRootPath);
}
