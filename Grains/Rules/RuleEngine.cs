using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace OrleansIot.Grains.Rules;

/// <summary>Runs messages through chains. Whoever calls is not on a grain's turn.</summary>
public sealed partial class RuleEngine(RuleCatalog catalog, RuleDebugStream debug, IOptions<RuleOptions> options, TimeProvider time, ILogger<RuleEngine> log)
{
    private int _detached;

    internal RuleCatalog Catalog => catalog;

    internal RuleDebugStream Debug => debug;

    internal RuleOptions Options => options.Value;

    internal ILogger Log => log;

    /// <summary>Takes a message through a chain; completes when nothing is left to do but what waits for somebody outside.</summary>
    internal async Task RunAsync(CompiledChain chain, RuleMessage message)
    {
        var run = new RuleRun(this, chain, message);
        await run.EnterAsync().ConfigureAwait(false);
        Report(run);
    }

    /// <summary>
    /// Takes a message that is not committed yet through a chain, as far as nothing of it can be seen outside. Null: it could not; then the message is to be run as if
    /// nobody had tried.
    /// </summary>
    internal RuleRun? TryRunAhead(CompiledChain chain, RuleMessage message, long until)
    {
        var run = new RuleRun(this, chain, message);
        if (!run.TryEnterAhead(until))
            return null;
        if (!run.IsHeld)
            Report(run);
        return run;
    }

    /// <summary>Goes on with a message that is committed now; completes as <see cref="RunAsync"/> does.</summary>
    internal async Task ContinueAsync(RuleRun run)
    {
        await run.ContinueAsync().ConfigureAwait(false);
        Report(run);
    }

    /// <summary>The timestamp up to which a post may keep its chain's nodes before it is committed.</summary>
    internal long AheadUntil() => time.GetTimestamp() + (Options.AheadTimeLimit * time.TimestampFrequency / 1_000);

    internal TimeSpan TimeUntil(long timestamp) => time.GetElapsedTime(time.GetTimestamp(), timestamp);

    /// <summary>Goes on with a message on its own. False: too many do.</summary>
    internal bool TryDetach(Func<Task> work)
    {
        if (Interlocked.Increment(ref _detached) > Options.MaxDetached)
        {
            Interlocked.Decrement(ref _detached);
            return false;
        }
        _ = RunDetachedAsync(work);
        return true;
    }

    private void Report(RuleRun run)
    {
        if (run.Error is not { } error)
            return;
        debug.Failed(run.Chain, run.Posted, error);
        LogEnded(run.Posted.Type, run.Chain.Info.Id, error);
    }

    private async Task RunDetachedAsync(Func<Task> work)
    {
        try
        {
            await work().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            LogLost(exception);
        }
        finally
        {
            Interlocked.Decrement(ref _detached);
        }
    }

    [LoggerMessage(1402, LogLevel.Debug, "A message of type {Type} failed in rule chain {Chain}: {Error}")]
    private partial void LogEnded(string type, Guid chain, string error);

    [LoggerMessage(1403, LogLevel.Error, "A message that waited for an answer was lost")]
    private partial void LogLost(Exception exception);
}
