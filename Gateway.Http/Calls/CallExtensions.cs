using Microsoft.Extensions.DependencyInjection.Extensions;

namespace OrleansIot.Gateway.Calls;

internal static class CallExtensions
{
    public static void AddCalls(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<CallOptions>().Bind(configuration.GetSection(CallOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton<CallPolicy>();
    }
}
