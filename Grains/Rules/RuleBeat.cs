using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrleansIot.Grains.Rules.Outbox;
using OrleansIot.Grains.Rules.Scripts;

namespace OrleansIot.Grains.Rules;

/// <summary>
/// What a silo does for the rules on its own, again and again while it is active: looks for changed chains that nobody told it of, and wakes devices whose posts
/// were left behind by a silo that ended.
/// </summary>
public sealed partial class RuleBeat(
    RuleCatalog catalog, IOutboxStore outbox, ScriptPool scripts, IGrainFactory grains, IOptions<RuleOptions> options, TimeProvider time, ILogger<RuleBeat> log)
    : ILifecycleParticipant<ISiloLifecycle>
{
    private const int MaxDevices = 1_000;

    private readonly CancellationTokenSource _stopping = new();
    private Task _loop = Task.CompletedTask;

    public void Participate(ISiloLifecycle observer) => observer.Subscribe(nameof(RuleBeat), ServiceLifecycleStage.Active, StartAsync, StopAsync);

    private Task StartAsync(CancellationToken cancellation)
    {
        _loop = Task.Run(RunAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    private async Task StopAsync(CancellationToken cancellation)
    {
        await _stopping.CancelAsync();
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task RunAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.Value.RefreshPeriod), time);
        try
        {
            await BeatAsync();
            await timer.WaitForNextTickAsync(_stopping.Token);
            // Not while the first requests come: making an engine is work.
            scripts.Warm();
            do
            {
                await BeatAsync();
            }
            while (await timer.WaitForNextTickAsync(_stopping.Token));
        }
        catch (OperationCanceledException)
        {
        }
    }

    private async Task BeatAsync()
    {
        try
        {
            await catalog.RefreshAsync();
            var before = OutboxContext.MicrosAt(time.GetUtcNow().AddSeconds(-options.Value.LeftBehindAfter));
            var devices = await outbox.FindDevicesAsync(before, MaxDevices, _stopping.Token);
            await Task.WhenAll(devices.Select(device => grains.GetGrain<IRuleDevice>(device).ResumeRules()));
        }
        catch (Exception exception) when (!_stopping.IsCancellationRequested)
        {
            LogFailed(exception);
        }
    }

    [LoggerMessage(1405, LogLevel.Warning, "A look for changed rule chains and posts left behind failed and is repeated")]
    private partial void LogFailed(Exception exception);
}
