using Microsoft.Extensions.DependencyInjection.Extensions;
using OrleansIot.Gateway.Attributes;
using OrleansIot.Gateway.Calls;
using OrleansIot.Gateway.Claiming;
using OrleansIot.Gateway.Http;
using OrleansIot.Gateway.Ota;
using OrleansIot.Gateway.Polls;
using OrleansIot.Gateway.Provisioning;
using OrleansIot.Gateway.Rpc;
using OrleansIot.Gateway.Rules;
using OrleansIot.Gateway.Settings;
using OrleansIot.Gateway.Telemetry;
using OrleansIot.Gateway.Wire;
using OrleansIot.Ota;
using OrleansIot.Provisioning;

namespace OrleansIot.Gateway.Devices;

/// <summary>Puts the device API into a host that has an <see cref="IGrainFactory"/>.</summary>
public static class DeviceApiExtensions
{
    public static IServiceCollection AddDeviceApi(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSettings<BodyOptions>(BodyOptions.Section);
        services.AddSettings<DeviceSessionOptions>(DeviceSessionOptions.Section);
        services.AddSettings<WireOptions>(WireOptions.Section);
        services.AddSettings<PollOptions>(PollOptions.Section);
        services.TryAddSingleton<BodyBudget>();
        services.TryAddSingleton<RequestBodyReader>();
        services.AddCalls(configuration);
        services.TryAddSingleton<RequestFailures>();
        services.AddSingleton<DeviceSessions>();
        services.AddSingleton<PollLot>();
        services.AddSingleton<DeviceApi>();
        services.AddSingleton<IDeviceEndpoint, PostTelemetry>();
        services.AddSingleton<IDeviceEndpoint, PostAttributes>();
        services.AddSingleton<IDeviceEndpoint, GetAttributes>();
        services.AddSettings<ServerCallOptions>(ServerCallOptions.Section);
        services.AddSingleton<IDeviceEndpoint, PostCall>();
        services.AddSingleton<IDeviceEndpoint, GetUpdates>();
        services.AddLifecycle();
        services.AddDeviceCommands(configuration);
        return services;
    }

    /// <summary>Claiming, provisioning, firmware and software.</summary>
    private static void AddLifecycle(this IServiceCollection services)
    {
        services.AddSettings<ClaimGuardOptions>(ClaimGuardOptions.Section);
        services.AddSettings<ProvisioningOptions>(ProvisioningOptions.Section);
        services.AddSettings<OtaOptions>(OtaOptions.Section);
        services.AddSingleton<ClaimGuard>();
        services.AddSingleton<ProvisionGuard>();
        services.AddSingleton(s => new ProvisionCalls(requests => s.GetRequiredService<IGrainFactory>().GetGrain<IDeviceProvisioner>(0).ProvisionAll(requests)));
        services.AddSingleton<IOtaChunks, OtaChunks>();
        services.AddSingleton<OtaCache>();
        services.AddSingleton<OtaDownload>();
        services.AddSingleton<OtaUpload>();
        services.AddSingleton<IDeviceEndpoint, PostClaim>();
        services.AddSingleton<IDeviceEndpoint, PostProvision>();
        foreach (var type in Enum.GetValues<OtaPackageType>())
            services.AddSingleton<IDeviceEndpoint>(provider => ActivatorUtilities.CreateInstance<GetPackage>(provider, type));
    }

    /// <summary>Serves <c>/api/v1/</c> in front of everything else.</summary>
    public static IApplicationBuilder UseDeviceApi(this IApplicationBuilder app)
    {
        var api = app.ApplicationServices.GetRequiredService<DeviceApi>();
        return app.Use(next => context => DeviceApi.Owns(context) ? api.HandleAsync(context) : next(context));
    }
}
