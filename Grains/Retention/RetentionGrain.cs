using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Storage;
using OrleansIot.Accounts;
using OrleansIot.Grains.DeviceProfiles;
using OrleansIot.Grains.Values;
using OrleansIot.Grains.Workflows;
using OrleansIot.Retention;
using OrleansIot.Values;

namespace OrleansIot.Grains.Retention;

/// <summary>
/// A workflow: piece by piece, each a turn of a timer, with its progress kept, so that another silo goes on where one has died. A second activation would do the same
/// pieces, which does no harm, and end at its first write.
/// </summary>
public sealed partial class RetentionGrain(
    [PersistentState("retention", WorkflowStorage.Name)] IPersistentState<RetentionProgress> progress,
    IRetentionStore store,
    IDeviceProfileStore profiles,
    IOptions<RetentionOptions> options,
    TimeProvider time,
    ILogger<RetentionGrain> log) : Grain, IRetentionGrain
{
    private const int ProfilesAtOnce = 1_000;

    /// <summary>Pieces that are done again when the silo dies.</summary>
    private const int PiecesPerWrite = 50;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private IGrainTimer? _timer;
    private RetentionPolicy _policy = null!;
    private int _unwritten;

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    public async Task Wake()
    {
        if (_timer is not null || (progress.State.Current is null && Now - progress.State.StartedTime < options.Value.Interval.TotalMilliseconds))
            return;
        _policy = RetentionPolicy.Of(await ReadProfilesAsync(), options.Value.TimeToLive, Now);
        if (_policy.IsEmpty)
            return;
        if (progress.State.Current is null)
            await WriteAsync(progress.State with { StartedTime = Now, Current = new(Now, null, Removed.Nothing), After = 0 });
        _timer = this.RegisterGrainTimer(StepAsync, new GrainTimerCreationOptions(Pause, Pause) { KeepAlive = true, Interleave = true });
    }

    public Task<Answer<RetentionReport>> GetReport(Caller caller)
    {
        if (Refusals.UnlessAdministrator(caller) is { } refusal)
            return Task.FromResult<Answer<RetentionReport>>(refusal);
        var state = progress.State;
        return Task.FromResult<Answer<RetentionReport>>(new RetentionReport((long?)options.Value.TimeToLive?.TotalMilliseconds, state.Current, state.Last, state.Total));
    }

    private async Task StepAsync(CancellationToken cancellation)
    {
        try
        {
            var step = await store.StepAsync(_policy, progress.State.After, cancellation);
            await TakeAsync(step);
        }
        catch (InconsistentStateException)
        {
            Stop();
            DeactivateOnIdle();
        }
        catch (Exception exception)
        {
            LogFailed(exception);
            Stop();
        }
    }

    private async Task TakeAsync(RetentionStep step)
    {
        var state = progress.State;
        var run = state.Current! with { Removed = state.Current.Removed + step.Removed };
        if (step.After is { } after)
        {
            progress.State = state with { Current = run, After = after };
            if (step.Removed.Partitions > 0 || ++_unwritten >= PiecesPerWrite)
                await WriteAsync(progress.State);
            return;
        }

        Stop();
        var hadWork = run.Removed != Removed.Nothing;
        run = run with { FinishedTime = Now };
        await WriteAsync(state with { Current = null, After = 0, Last = hadWork ? run : state.Last, Total = state.Total + run.Removed });
        if (hadWork)
            LogDone(run.Removed.Bytes, run.Removed.Partitions, run.Removed.Readings, run.FinishedTime!.Value - run.StartedTime);
    }

    private async Task WriteAsync(RetentionProgress state)
    {
        _unwritten = 0;
        progress.State = state;
        await progress.WriteStateAsync();
    }

    private void Stop()
    {
        _timer?.Dispose();
        _timer = null;
    }

    private async Task<List<(Guid Profile, TimeSpan? TimeToLive)>> ReadProfilesAsync()
    {
        var all = new List<(Guid Profile, TimeSpan? TimeToLive)>();
        for (var number = 0; ; number++)
        {
            var page = (await profiles.ListAsync(new(ProfilesAtOnce, number, SortProperty: "name"), CancellationToken.None)).Value!;
            all.AddRange(page.Data.Select(profile => (profile.Id, ProfileLife.Of(profile))));
            if (!page.HasNext)
                return all;
        }
    }

    [LoggerMessage(5205, LogLevel.Information, "Retention has freed {Bytes} bytes: {Partitions} partitions and {Readings} readings in {Milliseconds} ms")]
    private partial void LogDone(long bytes, long partitions, long readings, long milliseconds);

    [LoggerMessage(5206, LogLevel.Warning, "Retention was broken off and goes on later")]
    private partial void LogFailed(Exception exception);
}
