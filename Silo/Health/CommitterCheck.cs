using Microsoft.Extensions.Diagnostics.HealthChecks;
using OrleansIot.Grains.Commits;

namespace OrleansIot.Silo.Health;

/// <summary>A silo whose transaction never ends has no use for more requests.</summary>
internal sealed class CommitterCheck(Committer committer) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(committer.IsStuck ? HealthCheckResult.Unhealthy("a transaction takes too long") : HealthCheckResult.Healthy());
}
