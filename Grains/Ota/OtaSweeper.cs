using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrleansIot.Ota;

namespace OrleansIot.Grains.Ota;

/// <summary>
/// Looks every few seconds for work that somebody left: fan-outs, roll-outs, devices that wait to be told, uploads that rest. Each silo has one; what they find
/// together is done once, by the grain that it belongs to.
/// </summary>
public sealed partial class OtaSweeper(
    IGrainFactory grains, IOtaFanOutStore fanOuts, IRollOutStore rollOuts, IOtaAssignmentStore assignments, IOtaContentStore contents, IOptions<OtaWorkOptions> options, TimeProvider time,
    ILogger<OtaSweeper> log) : ILifecycleParticipant<ISiloLifecycle>
{
    /// <summary>Younger ones are being told just now.</summary>
    private static readonly TimeSpan DueAge = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stop = new();
    private Task _loop = Task.CompletedTask;

    public void Participate(ISiloLifecycle observer) => observer.Subscribe(
        nameof(OtaSweeper),
        ServiceLifecycleStage.Active,
        _ =>
        {
            _loop = Task.Run(LoopAsync, CancellationToken.None);
            return Task.CompletedTask;
        },
        async _ =>
        {
            await _stop.CancelAsync();
            await _loop;
        });

    /// <summary>One round; each kind of work on its own, so that one that fails keeps no other from being found.</summary>
    public async Task SweepAsync()
    {
        await TryAsync("fan-outs", async () =>
        {
            foreach (var profile in await fanOuts.ListOpenAsync(_stop.Token))
                await grains.GetGrain<IOtaFanOut>(profile).Run(TimeSpan.Zero);
        });
        await TryAsync("roll-outs", async () =>
        {
            foreach (var rollOut in await rollOuts.ListActiveAsync(_stop.Token))
                await grains.GetGrain<IRollOut>(rollOut).Run();
        });
        await TryAsync("devices to be told", TellDueAsync);
        await TryAsync("uploads", async () =>
        {
            var before = (time.GetUtcNow() - options.Value.UploadRest).ToUnixTimeMilliseconds();
            while (await contents.SweepAsync(before, _stop.Token))
            {
                // Some chunks at a time, so that the devices' commits come in between.
            }
        });
    }

    private async Task LoopAsync()
    {
        using var timer = new PeriodicTimer(options.Value.SweepInterval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
                await SweepAsync();
        }
        catch (OperationCanceledException)
        {
            // The silo stops.
        }
    }

    private async Task TellDueAsync()
    {
        var due = await assignments.ListDueAsync(DueAge, options.Value.DevicesAtOnce, _stop.Token);
        var told = await Task.WhenAll(due.Select(device => Telling.TellAsync(grains, device)));
        await assignments.AddDueAsync([.. due.Where((_, n) => !told[n])], _stop.Token);
    }

    private async Task TryAsync(string what, Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogFailed(exception, what);
        }
    }

    [LoggerMessage(1312, LogLevel.Warning, "Looking for {What} failed and is tried again")]
    private partial void LogFailed(Exception exception, string what);
}
