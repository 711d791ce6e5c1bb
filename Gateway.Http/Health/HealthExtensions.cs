using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace OrleansIot.Gateway.Health;

/// <summary>
/// <c>/health/live</c>: the process answers; asks nobody else, so that an outage of the database restarts no host. <c>/health/ready</c>: it may be sent requests;
/// a 503 says in words why not.
/// </summary>
public static class HealthExtensions
{
    private const string Ready = "ready";

    /// <summary>A host is ready when its gate is open and every check that is added says so.</summary>
    public static IHealthChecksBuilder AddHealth(this IServiceCollection services) => services.AddHealthChecks().AddReadyCheck<GateCheck>("gate");

    /// <param name="name">One word for what is looked at.</param>
    public static IHealthChecksBuilder AddReadyCheck<TCheck>(this IHealthChecksBuilder checks, string name)
        where TCheck : class, IHealthCheck => checks.AddCheck<TCheck>(name, tags: [Ready]);

    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false });
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains(Ready), ResponseWriter = WriteAsync });
    }

    private static Task WriteAsync(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "text/plain";
        var missing = report.Entries.Values.Where(entry => entry.Status == HealthStatus.Unhealthy).Select(entry => entry.Description);
        return context.Response.WriteAsync(report.Status == HealthStatus.Healthy ? "Ready" : $"Not ready: {string.Join("; ", missing)}");
    }
}
