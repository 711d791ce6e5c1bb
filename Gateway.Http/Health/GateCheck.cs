using Microsoft.Extensions.Diagnostics.HealthChecks;
using OrleansIot.Gateway.Hosting;

namespace OrleansIot.Gateway.Health;

/// <summary>Ready between the end of the start and the beginning of the stop, so that a load balancer leaves before the doors close.</summary>
internal sealed class GateCheck(RequestGate gate) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(gate.IsOpen ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("the host starts or stops"));
}
