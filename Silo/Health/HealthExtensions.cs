using Microsoft.AspNetCore.Diagnostics.HealthChecks;

namespace OrleansIot.Silo.Health;

/// <summary><c>/health/live</c>: the process answers. <c>/health/ready</c>: it may be sent requests.</summary>
internal static class HealthExtensions
{
    private const string Ready = "ready";

    public static void AddHealth(this IServiceCollection services) => services.AddHealthChecks().AddCheck<ReadyCheck>(Ready);

    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false });
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = check => check.Name == Ready });
    }
}
