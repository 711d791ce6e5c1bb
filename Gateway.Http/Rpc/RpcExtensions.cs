using Microsoft.Extensions.DependencyInjection.Extensions;
using OrleansIot.Gateway.Devices;

namespace OrleansIot.Gateway.Rpc;

/// <summary>What both APIs need for commands.</summary>
internal static class RpcExtensions
{
    public static void AddRpcOptions(this IServiceCollection services, IConfiguration configuration) =>
        services.AddOptions<RpcOptions>().Bind(configuration.GetSection(RpcOptions.Section)).ValidateDataAnnotations().ValidateOnStart();

    public static void AddDeviceCommands(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddRpcOptions(configuration);
        services.TryAddSingleton<WaitingCommands>();
        services.AddSingleton<IDeviceEndpoint, GetCommands>();
        services.AddSingleton<IDeviceEndpoint, PostReply>();
    }
}
