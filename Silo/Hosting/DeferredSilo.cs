namespace OrleansIot.Silo.Hosting;

/// <summary>Orleans' silo as a hosted service that starts later than the host: when the database is ready for it. It stops with the host.</summary>
internal sealed class DeferredSilo(IHostedService silo) : IHostedService
{
    private bool _hasBegun;

    /// <summary>Returns when the silo is a member of its cluster.</summary>
    public Task BeginAsync(CancellationToken cancellation)
    {
        _hasBegun = true;
        return silo.StartAsync(cancellation);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => _hasBegun ? silo.StopAsync(cancellationToken) : Task.CompletedTask;
}
