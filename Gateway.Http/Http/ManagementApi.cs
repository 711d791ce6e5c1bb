using Microsoft.Extensions.DependencyInjection.Extensions;
using OrleansIot.Gateway.Accounts;
using OrleansIot.Gateway.Alarms;
using OrleansIot.Gateway.Attributes;
using OrleansIot.Gateway.Calls;
using OrleansIot.Gateway.Claiming;
using OrleansIot.Gateway.Customers;
using OrleansIot.Gateway.DeviceProfiles;
using OrleansIot.Gateway.Devices;
using OrleansIot.Gateway.Documentation;
using OrleansIot.Gateway.Ota;
using OrleansIot.Gateway.Provisioning;
using OrleansIot.Gateway.Retention;
using OrleansIot.Gateway.Rpc;
using OrleansIot.Gateway.Rules;
using OrleansIot.Gateway.Settings;
using OrleansIot.Gateway.Telemetry;
using OrleansIot.Gateway.Wire;

namespace OrleansIot.Gateway.Http;

/// <summary>Puts the management API into a host that has an <see cref="IGrainFactory"/>: add, use, map.</summary>
public static class ManagementApi
{
    public static IServiceCollection AddManagementApi(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<BodyBudget>();
        services.TryAddSingleton<RequestBodyReader>();
        services.AddSettings<BodyOptions>(BodyOptions.Section);
        services.AddSettings<ManagementLimits>(ManagementLimits.Section);
        services.AddSettings<WireOptions>(WireOptions.Section);
        services.AddRpcOptions(configuration);
        services.AddSingleton<CommandCalls>();
        services.AddUserAuthentication();
        services.AddCalls(configuration);
        services.TryAddSingleton<RequestFailures>();
        services.AddDocumentation();
        return services;
    }

    /// <summary>Error objects, routing and authentication, for what the middlewares before it leave over.</summary>
    public static IApplicationBuilder UseManagementApi(this IApplicationBuilder app) => app
        .UseMiddleware<ErrorBoundary>()
        .UseRouting()
        .UseAuthentication()
        .UseAuthorization();

    public static IEndpointRouteBuilder MapManagementApi(this IEndpointRouteBuilder endpoints)
    {
        var api = endpoints.MapGroup("/api").RefuseBadArguments();
        api.MapAuth();
        api.MapUsers();
        api.MapCustomers();
        api.MapDeviceProfiles();
        api.MapDevices();
        api.MapDeviceSaving();
        api.MapCredentials();
        api.MapAssignments();
        api.MapAttributes();
        api.MapTelemetry();
        api.MapOtaPackages();
        api.MapRollOuts();
        api.MapClaims();
        api.MapImports();
        api.MapRuleChains();
        api.MapRuleDebug();
        api.MapAlarms();
        api.MapCommands();
        api.MapCommandRecords();
        api.MapRetention();
        endpoints.MapDocumentation();
        return endpoints;
    }
}
