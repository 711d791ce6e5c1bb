using Microsoft.Extensions.Diagnostics.HealthChecks;
using OrleansIot.Silo.Hosting;

namespace OrleansIot.Silo.Health;

/// <summary>Ready between the end of the start and the beginning of the stop, so that a load balancer leaves before the doors close.</summary>
internal sealed class ReadyCheck(StartGate gate, IHostApplicationLifetime lifetime) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var ready = gate.IsOpen && !lifetime.ApplicationStopping.IsCancellationRequested;
        return Task.FromResult(ready ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy());
    }
}
