using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrleansIot.Grains.Rules.Outbox;
using OrleansIot.Grains.Rules.Scripts;

namespace OrleansIot.Grains.Rules;

/// <summary>
/// What a silo does for the rules on its own, again and again: looks for changed chains that nobody told it of, and wakes devices whose posts were left behind by a
/// silo that ended.
/// </summary>
public sealed partial class RuleBeat(
    RuleCatalog catalog, IOutboxStore outbox, ScriptPool scripts, IGrainFactory grains, IOptions<RuleOptions> options, TimeProvider time, ILogger<RuleBeat> log) : BackgroundService
{
    private const int MaxDevices = 1_000;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        scripts.Warm();
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.Value.RefreshPeriod), time);
        try
        {
            do
            {
                await BeatAsync();
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
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
            var devices = await outbox.FindDevicesAsync(before, MaxDevices, CancellationToken.None);
            await Task.WhenAll(devices.Select(device => grains.GetGrain<IRuleDevice>(device).ResumeRules()));
        }
        catch (Exception exception)
        {
            LogFailed(exception);
        }
    }

    [LoggerMessage(1405, LogLevel.Warning, "A look for changed rule chains and posts left behind failed and is repeated")]
    private partial void LogFailed(Exception exception);
}
