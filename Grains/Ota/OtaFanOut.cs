using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using OrleansIot.Accounts;
using OrleansIot.Grains.Values;
using OrleansIot.Ota;
using OrleansIot.Values;

namespace OrleansIot.Grains.Ota;

/// <summary>One page of devices after another is told; then the row says so. What dies in between is told again, which changes nothing.</summary>
[Reentrant]
public sealed partial class OtaFanOut(IOtaFanOutStore store, IOptions<OtaWorkOptions> options, ISiloStatusOracle silos, TimeProvider time, ILogger<OtaFanOut> log)
    : Grain, IOtaFanOut
{
    private static readonly TimeSpan PageTime = TimeSpan.FromMinutes(2);

    private Task _running = Task.CompletedTask;
    private bool _again;
    private bool _stopping;

    /// <summary>A silo that stops leaves the rest to the others, or to its next start.</summary>
    private bool MustStop => _stopping || silos.CurrentStatus.IsTerminating();

    public async Task Run(TimeSpan wait)
    {
        _again = true;
        if (_running.IsCompleted)
            _running = RunAsync();
        if (wait > TimeSpan.Zero)
            await _running.WaitAsync(wait, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    public async Task<Answer<FanOutProgress[]>> GetProgress(Caller caller) =>
        Refusals.UnlessAdministrator(caller) is { } refusal ? refusal : await store.LoadAsync(this.GetPrimaryKey(), CancellationToken.None);

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _stopping = true;
        await _running.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    private async Task RunAsync()
    {
        try
        {
            while (_again && !MustStop)
            {
                _again = false;
                while (!MustStop && await store.FindOpenAsync(this.GetPrimaryKey(), CancellationToken.None) is { } open)
                    await TellPageAsync(open);
            }
        }
        catch (Exception exception)
        {
            // Somebody will look for work that was left.
            LogInterrupted(exception, this.GetPrimaryKey());
        }
    }

    private async Task TellPageAsync(OpenFanOut open)
    {
        DelayDeactivation(PageTime);
        var profile = this.GetPrimaryKey();
        var devices = await store.ListDevicesAsync(profile, open.Type, open.Position, options.Value.DevicesAtOnce, CancellationToken.None);
        var told = await Task.WhenAll(devices.Select(d => Telling.TellAsync(GrainFactory, d.Id)));
        var postponed = devices.Where((_, n) => !told[n]).Select(d => d.Id).ToArray();
        await store.AdvanceAsync(
            profile, open, devices.Count == 0 ? null : devices[^1].Number, devices.Count - postponed.Length, postponed, time.GetUtcNow().ToUnixTimeMilliseconds(), CancellationToken.None);
    }

    [LoggerMessage(1310, LogLevel.Warning, "Bringing a package to the devices of the profile {Profile} was interrupted; it goes on later")]
    private partial void LogInterrupted(Exception exception, Guid profile);
}
