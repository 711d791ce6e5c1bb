using System.Net.Sockets;
using Microsoft.Extensions.Options;
using OrleansIot.Gateway.Devices;
using OrleansIot.Gateway.Http;
using OrleansIot.Gateway.Ota;
using OrleansIot.Grains.Accounts;
using OrleansIot.Grains.DeviceProfiles;
using OrleansIot.Grains.Devices;
using OrleansIot.Grains.Storage;
using OrleansIot.Silo.Accounts;
using OrleansIot.Silo.Health;
using OrleansIot.Silo.Storage;
using OrleansIot.Silo.Storage.Sqlite;

namespace OrleansIot.Silo.Hosting;

/// <summary>Everything in one process: silo, gateway and the embedded database.</summary>
internal static class EmbeddedHost
{
    private const string ResetAdmin = "--reset-admin";
    private const string DefaultUrl = "http://127.0.0.1:8080";

    /// <returns>0, or 1 with a message on standard error when the server cannot start as it is configured.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            if (args.Contains(ResetAdmin))
            {
                await ResetAdminAsync([.. args.Where(a => a != ResetAdmin)]);
                return 0;
            }
            await using var app = await StartAsync(args, Console.Out);
            await app.WaitForShutdownAsync();
            return 0;
        }
        catch (Exception exception) when (Explain(exception) is { } message)
        {
            await Console.Error.WriteLineAsync(message);
            return 1;
        }
    }

    /// <summary>Returns when the server answers requests.</summary>
    public static async Task<WebApplication> StartAsync(string[] args, TextWriter output)
    {
        var app = Build(args, out var folder);
        try
        {
            // The database opens and the silo is put together while the endpoints are; who comes before the silo serves waits at the gate.
            var preparing = Task.Run(() => PrepareAsync(app.Services));
            var assembling = Task.Run(() => app.Services.GetServices<IHostedService>().Count());
            var gate = app.Services.GetRequiredService<StartGate>();
            app.Use(gate.Guard);
            AddEndpoints(app);
            await assembling;
            if (preparing.IsFaulted)
                await preparing;
            await Task.WhenAll(preparing, app.StartAsync());
            gate.Open();
            var (administrator, demo) = await preparing;
            if (administrator is not null)
                demo = await DemoDevice.CreateAsync(app.Services.GetRequiredService<IGrainFactory>(), app.Services.GetRequiredService<IDeviceProfileStore>());
            Welcome.Print(output, app.Urls.First(), folder, administrator, demo);
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
        var administrator = await services.GetRequiredService<IAccountsBootstrap>().EnsureAsync(admin.Email, admin.Password, CancellationToken.None);
        var devices = services.GetRequiredService<IDeviceStore>();
        var demo = administrator is null ? await DemoDevice.FindAsync(devices) : null;
        // What the first request asks of the database is compiled by now.
        await devices.ResolveAsync([""], CancellationToken.None);
        await devices.LoadAsync(demo?.Id ?? Guid.Empty, CancellationToken.None);
        return (administrator, demo);
    }

    private static WebApplication Build(string[] args, out string folder)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.AddHostDefaults();
        if (string.IsNullOrEmpty(builder.Configuration["urls"]) && !builder.Configuration.GetSection("Kestrel:Endpoints").GetChildren().Any())
            builder.WebHost.UseUrls(DefaultUrl);
        folder = Path.GetFullPath(builder.Configuration["Storage:Path"] is { Length: > 0 } path ? path : "data", builder.Environment.ContentRootPath);
        var ports = (builder.Configuration.GetSection(OrleansPorts.Section).Get<OrleansPorts>() ?? new()).Resolve();

        var cacheParent = folder;

        builder.Services.Configure<AdminOptions>(builder.Configuration.GetSection(AdminOptions.Section));
        builder.Services.AddGrains(builder.Configuration);
        builder.Services.AddSqliteStorage(new() { Folder = folder, MaxDevices = builder.Configuration.GetValue<long>($"{TenantOptions.Section}:{nameof(TenantOptions.MaxDevices)}") });
        builder.Services.PostConfigure<OtaOptions>(ota => ota.CachePath ??= Path.Combine(cacheParent, "cache"));
        builder.Services.AddAccounts(builder.Configuration);
        builder.Services.AddAnyOrigin();
        builder.Services.AddDeviceApi(builder.Configuration);
        builder.Services.AddManagementApi(builder.Configuration);
        builder.Services.AddSingleton<StartGate>();
        builder.Services.AddHealth();
        builder.Host.UseOrleans(silo => silo.UseEmbeddedCluster(ports));

        builder.Services.Configure<HostOptions>(host => host.ServicesStartConcurrently = true);
        return builder.Build();
    }

    private static void AddEndpoints(WebApplication app)
    {
        app.UseAnyOrigin();
        app.UseDeviceApi();
        app.UseManagementApi();
        app.MapManagementApi();
        app.MapHealth();
    }

    private static async Task ResetAdminAsync(string[] args)
    {
        await using var app = Build(args, out _);
        await app.Services.GetRequiredService<ISchema>().MigrateAsync(CancellationToken.None);
        var admin = app.Services.GetRequiredService<IOptions<AdminOptions>>().Value;
        var administrator = await app.Services.GetRequiredService<IAccountsBootstrap>().ResetAdminAsync(admin.Email, admin.Password, CancellationToken.None);
        Welcome.Print(Console.Out, administrator);
    }

    /// <summary>A sentence for mistakes of configuration and surroundings; null for everything else, which is ours and shows its trace.</summary>
    private static string? Explain(Exception exception) => exception switch
    {
        StorageInUseException or SchemaTooNewException => exception.Message,
        OptionsValidationException invalid => string.Join(Environment.NewLine, invalid.Failures),
        IOException { InnerException: Microsoft.AspNetCore.Connections.AddressInUseException } => $"{exception.Message} Choose another one with ASPNETCORE_URLS.",
        SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse } => $"A port is in use already: {exception.Message}",
        InvalidOperationException when exception.Message.StartsWith("Admin:", StringComparison.Ordinal) => exception.Message,
        _ => null,
    };
}
