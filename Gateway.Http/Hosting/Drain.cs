using Microsoft.Extensions.Options;

namespace OrleansIot.Gateway.Hosting;

/// <summary>A host that was told to stop is not ready at once, and closes its doors only when the load balancer has had the time to notice.</summary>
internal sealed partial class Drain : IHostedLifecycleService
{
    private readonly RequestGate _gate;
    private readonly TimeProvider _time;
    private readonly TimeSpan _delay;
    private readonly ILogger<Drain> _log;

    public Drain(RequestGate gate, IHostApplicationLifetime lifetime, IOptions<DrainOptions> options, TimeProvider time, ILogger<Drain> log)
    {
        (_gate, _time, _log) = (gate, time, log);
        _delay = TimeSpan.FromMilliseconds(options.Value.Delay ?? 0);
        lifetime.ApplicationStopping.Register(_gate.Drain);
    }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        _gate.Drain();
        if (_delay == TimeSpan.Zero)
            return;
        LogDraining(_delay);
        await Task.Delay(_delay, _time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(2101, LogLevel.Information, "Not ready any more; the doors close in {Delay}")]
    private partial void LogDraining(TimeSpan delay);
}
