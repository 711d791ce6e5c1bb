using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace OrleansIot.Silo.Health;

/// <summary>Ready while the cluster counts this silo among its active ones.</summary>
internal sealed class SiloCheck(ISiloStatusOracle membership) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        membership.CurrentStatus == SiloStatus.Active ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy($"the silo is {membership.CurrentStatus}"));
}
