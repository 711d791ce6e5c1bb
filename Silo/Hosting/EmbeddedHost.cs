using System.Net.Sockets;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;
using OrleansIot.Gateway.Devices;
using OrleansIot.Grains.Accounts;
using OrleansIot.Grains.DeviceProfiles;
using OrleansIot.Grains.Storage;
using OrleansIot.Silo.Accounts;
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
            await using var app = Build([.. args.Where(a => a != ResetAdmin)], out var folder);
            await app.Services.GetRequiredService<ISchema>().MigrateAsync(CancellationToken.None);
            if (args.Contains(ResetAdmin))
                await ResetAdminAsync(app.Services);
            else
                await ServeAsync(app, folder);
            return 0;
        }
        catch (Exception exception) when (Explain(exception) is { } message)
        {
            await Console.Error.WriteLineAsync(message);
            return 1;
        }
    }

    private static WebApplication Build(string[] args, out string folder)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.AddHostDefaults();
        if (string.IsNullOrEmpty(builder.Configuration["urls"]) && !builder.Configuration.GetSection("Kestrel:Endpoints").GetChildren().Any())
            builder.WebHost.UseUrls(DefaultUrl);
        folder = Path.GetFullPath(builder.Configuration["Storage:Path"] is { Length: > 0 } path ? path : "data", builder.Environment.ContentRootPath);
        var ports = (builder.Configuration.GetSection(OrleansPorts.Section).Get<OrleansPorts>() ?? new()).Resolve();

        builder.Services.Configure<AdminOptions>(builder.Configuration.GetSection(AdminOptions.Section));
        builder.Services.AddGrains(builder.Configuration);
        builder.Services.AddSqliteStorage(new() { Folder = folder });
        builder.Services.AddAccounts(builder.Configuration);
        builder.Services.AddDeviceApi(builder.Configuration);
        builder.Host.UseOrleans(silo => silo.UseEmbeddedCluster(ports));

        var app = builder.Build();
        app.UseDeviceApi();
        return app;
    }

    private static async Task ServeAsync(WebApplication app, string folder)
    {
        var admin = app.Services.GetRequiredService<IOptions<AdminOptions>>().Value;
        var administrator = await app.Services.GetRequiredService<IAccountsBootstrap>().EnsureAsync(admin.Email, admin.Password, CancellationToken.None);
        await app.StartAsync();
        var grains = app.Services.GetRequiredService<IGrainFactory>();
        var demo = administrator is null
            ? await DemoDevice.FindAsync(grains)
            : await DemoDevice.CreateAsync(grains, app.Services.GetRequiredService<IDeviceProfileStore>());
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses;
        Welcome.Print(Console.Out, addresses?.FirstOrDefault() ?? DefaultUrl, folder, administrator, demo);
        await app.WaitForShutdownAsync();
    }

    private static async Task ResetAdminAsync(IServiceProvider services)
    {
        var admin = services.GetRequiredService<IOptions<AdminOptions>>().Value;
        var administrator = await services.GetRequiredService<IAccountsBootstrap>().ResetAdminAsync(admin.Email, admin.Password, CancellationToken.None);
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
