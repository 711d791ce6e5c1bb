using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace OrleansIot.Grains.Rules;

/// <summary>Runs messages through chains. Whoever calls is not on a grain's turn.</summary>
public sealed partial class RuleEngine(RuleCatalog catalog, RuleDebugStream debug, IOptions<RuleOptions> options, ILogger<RuleEngine> log)
{
    private int _detached;

    internal RuleCatalog Catalog => catalog;

    internal RuleDebugStream Debug => debug;

    internal RuleOptions Options => options.Value;

    internal ILogger Log => log;

    /// <summary>Takes a message through a chain; completes when nothing is left to do but what waits for somebody outside.</summary>
    internal async Task RunAsync(CompiledChain chain, RuleMessage message)
    {
        var run = new RuleRun(this, message);
        await run.EnterAsync(chain).ConfigureAwait(false);
        if (run.Error is not { } error)
            return;
        debug.Failed(chain, message, error);
        LogEnded(message.Type, chain.Info.Id, error);
    }

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
