using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using OrleansIot.Accounts;
using OrleansIot.Grains.Values;
using OrleansIot.Ota;
using OrleansIot.Values;

namespace OrleansIot.Grains.Ota;

/// <summary>
/// Reaches the devices of a stage page by page: they are in the roll-out, and wait to be told, from the commit on that moves it past them. So whatever dies, nobody is left out
/// and nobody is reached by a stage that is not open.
/// </summary>
[Reentrant]
public sealed partial class RollOut(
    IRollOutStore store, IOtaAssignmentStore assignments, IOptions<OtaWorkOptions> options, ISiloStatusOracle silos, TimeProvider time, ILogger<RollOut> log) : Grain, IRollOut
{
    private const int MoveAttempts = 10;
    private static readonly TimeSpan PageTime = TimeSpan.FromMinutes(2);

    private Task _running = Task.CompletedTask;
    private bool _again;
    private bool _stopping;
    private long _watched;

    /// <summary>A silo that stops leaves the rest to the others, or to its next start.</summary>
    private bool MustStop => _stopping || silos.CurrentStatus.IsTerminating();

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    public async Task<Answer<RollOutReport>> Get(Caller caller)
    {
        if (Refusals.UnlessAdministrator(caller) is { } refusal)
            return refusal;
        return await LoadAsync() is { } rollOut ? new RollOutReport(rollOut, await store.CountAsync(rollOut, CancellationToken.None)) : Refusals.Missing;
    }

    public Task<Answer<RollOutReport>> Advance(Caller caller, int stage) => MoveAsync(
        caller, (rollOut, _) => rollOut.Stage > stage || rollOut.State == RollOutState.Completed ? rollOut : RollOutRules.Advance(rollOut, Now));

    public Task<Answer<RollOutReport>> Pause(Caller caller) => MoveAsync(caller, (rollOut, _) => RollOutRules.Pause(rollOut, null));

    public Task<Answer<RollOutReport>> Resume(Caller caller) => MoveAsync(caller, (rollOut, counts) => RollOutRules.Resume(rollOut, counts.Of(OtaState.Failed)));

    public Task<Answer<RollOutReport>> RollBack(Caller caller) => MoveAsync(caller, (rollOut, _) => RollOutRules.RollBack(rollOut, Now));

    public Task Run()
    {
        _again = true;
        if (_running.IsCompleted)
            _running = RunAsync();
        return Task.CompletedTask;
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _stopping = true;
        await _running.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    private Task<RollOutInfo?> LoadAsync() => store.LoadAsync(this.GetPrimaryKey(), CancellationToken.None);

    private async Task<Answer<RollOutReport>> MoveAsync(Caller caller, Func<RollOutInfo, RollOutCounts, Answer<RollOutInfo>> move)
    {
        if (Refusals.UnlessAdministrator(caller) is { } refusal)
            return refusal;
        for (var attempt = 0; attempt < MoveAttempts; attempt++)
        {
            if (await LoadAsync() is not { } from)
                return Refusals.Missing;
            var counts = await store.CountAsync(from, CancellationToken.None);
            var answer = move(from, counts);
            if (answer.Value is not { } to)
                return new(answer.Outcome, null, answer.Reason);
            if (to == from)
                return new RollOutReport(from, counts);
            if (!await store.MoveAsync(from, to, [], CancellationToken.None))
                continue;
            await AfterAsync(to);
            return new RollOutReport(to, counts);
        }
        return Refusals.Moved;
    }

    private async Task AfterAsync(RollOutInfo moved)
    {
        if (moved.State == RollOutState.Completed)
            await GrainFactory.GetGrain<IOtaFanOut>(moved.ProfileId).Run(TimeSpan.Zero);
        else
            await Run();
    }

    private async Task RunAsync()
    {
        try
        {
            while (_again && !MustStop)
            {
                _again = false;
                while (!MustStop && await StepAsync())
                {
                    // There is more to be done at once.
                }
            }
        }
        catch (Exception exception)
        {
            // Somebody will look for work that was left.
            LogInterrupted(exception, this.GetPrimaryKey());
        }
    }

    /// <summary>False: there is nothing to be done now.</summary>
    private async Task<bool> StepAsync()
    {
        DelayDeactivation(PageTime);
        if (await LoadAsync() is not { } rollOut)
            return false;
        var hasPages = rollOut.Position != RollOutInfo.AllSeen && rollOut.State is RollOutState.Running or RollOutState.RolledBack;
        if (hasPages && (rollOut.State == RollOutState.RolledBack || time.GetElapsedTime(_watched) < options.Value.SweepInterval))
        {
            await PageAsync(rollOut);
            return true;
        }
        // A stage of many devices takes long to open, and failures count meanwhile.
        _watched = time.GetTimestamp();
        var watched = RollOutRules.Watch(rollOut, await store.CountAsync(rollOut, CancellationToken.None), Now);
        if (watched == rollOut)
            return hasPages;
        if (watched.State == RollOutState.Paused)
            LogPaused(rollOut.Id, watched.Reason);
        if (await store.MoveAsync(rollOut, watched, [], CancellationToken.None) && watched.State == RollOutState.Completed)
            await GrainFactory.GetGrain<IOtaFanOut>(watched.ProfileId).Run(TimeSpan.Zero);
        return true;
    }

    private async Task PageAsync(RollOutInfo rollOut)
    {
        var back = rollOut.State == RollOutState.RolledBack;
        var page = back
            ? await store.ListReachedAsync(rollOut.Id, rollOut.Position, options.Value.DevicesAtOnce, CancellationToken.None)
            : await store.ListCandidatesAsync(rollOut.ProfileId, rollOut.Type, rollOut.Position, options.Value.DevicesAtOnce, CancellationToken.None);
        var concerned = back ? page : [.. page.Where(device => RollOutRules.Reaches(rollOut, device))];
        var next = RollOutRules.MoveOn(rollOut, page.Count == 0 ? null : page[^1].Number);
        // On the way back the devices are told first: what has been told needs not be found again.
        if (back)
            await TellAsync(concerned);
        if (await store.MoveAsync(rollOut, next, back ? [] : [.. concerned.Select(device => device.Number)], CancellationToken.None) && !back)
            await TellAsync(concerned);
    }

    private async Task TellAsync(IReadOnlyList<RollOutCandidate> devices)
    {
        var told = await Task.WhenAll(devices.Select(device => Telling.TellAsync(GrainFactory, device.Id)));
        await assignments.AddDueAsync([.. devices.Where((_, n) => !told[n]).Select(device => device.Id)], CancellationToken.None);
    }

    [LoggerMessage(1313, LogLevel.Warning, "The roll-out {RollOut} was interrupted; it goes on later")]
    private partial void LogInterrupted(Exception exception, Guid rollOut);

    [LoggerMessage(1314, LogLevel.Warning, "The roll-out {RollOut} pauses: {Reason}")]
    private partial void LogPaused(Guid rollOut, string? reason);
}
