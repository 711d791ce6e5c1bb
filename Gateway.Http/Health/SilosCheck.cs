using Microsoft.Extensions.Diagnostics.HealthChecks;
using OrleansIot.Gateway.Hosting;

namespace OrleansIot.Gateway.Health;

/// <summary>A gateway without a silo can serve nobody.</summary>
internal sealed class SilosCheck(ConnectedSilos silos) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(silos.Count > 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("no silo is connected"));
}
