using OrleansIot.Grains.Rpc;

namespace OrleansIot.Silo.Rpc;

/// <summary>Asks for sweeps over the commands as long as this silo serves. All silos ask; the one sweeper knows when there was one.</summary>
internal sealed partial class SweepClock(IGrainFactory grains, TimeProvider time, ILogger<SweepClock> log) : ILifecycleParticipant<ISiloLifecycle>
{
    private readonly CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;

    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(nameof(SweepClock), ServiceLifecycleStage.Active, StartAsync, StopAsync);

    private Task StartAsync(CancellationToken cancellation)
    {
        _running = Task.Run(RunAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    private async Task StopAsync(CancellationToken cancellation)
    {
        await _stopping.CancelAsync();
        await _running;
    }

    private async Task RunAsync()
    {
        using var timer = new PeriodicTimer(CommandSweeper.Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(_stopping.Token))
                await SweepAsync();
        }
        catch (OperationCanceledException)
        {
            // The silo stops.
        }
    }

    private async Task SweepAsync()
    {
        try
        {
            await grains.GetGrain<ICommandSweeper>(0).Sweep().WaitAsync(_stopping.Token);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogUnreachable(exception);
        }
    }

    [LoggerMessage(1202, LogLevel.Debug, "The sweeper of commands could not be reached; it is asked again")]
    private partial void LogUnreachable(Exception exception);
}
