using Microsoft.Extensions.Logging;
using OrleansIot.Polls;

namespace OrleansIot.Grains.Polls;

/// <summary>
/// Tells the gateways that have polls parked on this silo, every two seconds, that it lives; whoever hears nothing any more parks elsewhere. The silo in its turn
/// forgets a gateway that does not answer two beats in a row. The cost does not depend on the number of polls.
/// </summary>
internal sealed partial class GatewayBeats(GatewayLinks links, ILocalSiloDetails silo, TimeProvider time, ILogger<GatewayBeats> log) : ILifecycleParticipant<ISiloLifecycle>
{
    private const int MaxUnanswered = 2;

    /// <summary>A gateway that has just parked here may not know it yet when the beat asks.</summary>
    private static readonly TimeSpan Newly = 2 * PollTimes.Beat;

    private readonly CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;

    public void Participate(ISiloLifecycle lifecycle) =>
        lifecycle.Subscribe(nameof(GatewayBeats), ServiceLifecycleStage.Active, Start, StopAsync);

    private Task Start(CancellationToken cancellation)
    {
        _running = Task.Run(RunAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    private async Task StopAsync(CancellationToken cancellation)
    {
        await _stopping.CancelAsync();
        await _running;
        _stopping.Dispose();
    }

    private async Task RunAsync()
    {
        using var timer = new PeriodicTimer(PollTimes.Beat, time);
        try
        {
            while (await timer.WaitForNextTickAsync(_stopping.Token))
            {
                foreach (var link in links.All)
                    _ = BeatAsync(link);
            }
        }
        catch (OperationCanceledException)
        {
            // The silo stops.
        }
    }

    private async Task BeatAsync(GatewayLink link)
    {
        try
        {
            var holds = await link.BeatAsync(silo.SiloAddress);
            link.Unanswered = 0;
            if (!holds && time.GetElapsedTime(link.LastParked) > Newly)
                links.Forget(link);
        }
        catch (Exception exception)
        {
            if (++link.Unanswered < MaxUnanswered || _stopping.IsCancellationRequested)
                return;
            links.Lose(link);
            LogLost(exception);
        }
    }

    [LoggerMessage(1101, LogLevel.Information, "A gateway that had polls parked here does not answer any more; its polls are forgotten")]
    private partial void LogLost(Exception exception);
}
