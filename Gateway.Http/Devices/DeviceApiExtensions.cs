using Microsoft.Extensions.DependencyInjection.Extensions;
using OrleansIot.Gateway.Attributes;
using OrleansIot.Gateway.Calls;
using OrleansIot.Gateway.Http;
using OrleansIot.Gateway.Polls;
using OrleansIot.Gateway.Rpc;
using OrleansIot.Gateway.Rules;
using OrleansIot.Gateway.Telemetry;
using OrleansIot.Gateway.Wire;

namespace OrleansIot.Gateway.Devices;

/// <summary>Puts the device API into a host that has an <see cref="IGrainFactory"/>.</summary>
public static class DeviceApiExtensions
{
    public static IServiceCollection AddDeviceApi(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<BodyOptions>().Bind(configuration.GetSection(BodyOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<DeviceSessionOptions>().Bind(configuration.GetSection(DeviceSessionOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<WireOptions>().Bind(configuration.GetSection("Telemetry")).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<PollOptions>().Bind(configuration.GetSection(PollOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
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
        services.AddOptions<ServerCallOptions>().Bind(configuration.GetSection(ServerCallOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IDeviceEndpoint, PostCall>();
        services.AddSingleton<IDeviceEndpoint, GetUpdates>();
        services.AddDeviceCommands(configuration);
        return services;
    }

    /// <summary>Serves <c>/api/v1/</c> in front of everything else.</summary>
    public static IApplicationBuilder UseDeviceApi(this IApplicationBuilder app)
    {
        var api = app.ApplicationServices.GetRequiredService<DeviceApi>();
        return app.Use(next => context => DeviceApi.Owns(context) ? api.HandleAsync(context) : next(context));
    }
}
