using Microsoft.Extensions.DependencyInjection.Extensions;
using OrleansIot.Gateway.Settings;

namespace OrleansIot.Gateway.Calls;

internal static class CallExtensions
{
    public static void AddCalls(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<CallOptions>(CallOptions.Section);
        services.TryAddSingleton<CallPolicy>();
    }
}
