using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using OrleansIot.Grains.Rules;

namespace OrleansIot.Grains.Rpc;

/// <summary>
/// An active device ends its commands itself, to the millisecond; the sweep comes a moment later for those whose device sleeps. Every statement may be repeated, so two
/// sweepers at a time (a silo that was taken for dead) do no harm.
/// </summary>
[Reentrant]
public sealed partial class CommandSweeper(ICommandStore store, RuleCatalog rules, IOptions<CommandOptions> options, TimeProvider time, ILogger<CommandSweeper> log) : Grain, ICommandSweeper
{
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <summary>Milliseconds that a device has to end its commands itself.</summary>
    private const int Grace = 250;

    /// <summary>Rows of one transaction.</summary>
    private const int Slice = 1_000;

    private static readonly TimeSpan PruneInterval = TimeSpan.FromSeconds(10);

    private long? _swept;
    private long? _pruned;
    private bool _running;

    public async Task Sweep()
    {
        // Silos do not ask at the same moment: half an interval is enough between two.
        if (_running || IsWithin(_swept, Interval / 2))
            return;
        _running = true;
        try
        {
            _swept = time.GetTimestamp();
            await ExpireAsync();
            if (IsWithin(_pruned, PruneInterval))
                return;
            _pruned = time.GetTimestamp();
            await PruneAsync();
        }
        catch (Exception exception)
        {
            LogFailed(exception);
        }
        finally
        {
            _running = false;
        }
    }

    private bool IsWithin(long? last, TimeSpan interval) => last is { } at && time.GetElapsedTime(at) < interval;

    private async Task ExpireAsync()
    {
        var before = Now() - Grace;
        // A device whose chain is to hear of the end ends its commands itself, once it is awake.
        foreach (var (device, profile) in await store.FindDueAsync(before, Slice, CancellationToken.None))
        {
            if (await rules.SeesAsync(profile, MessageTypes.RpcExpired))
                await GrainFactory.GetGrain<IRuleDevice>(device).ResumeRules();
        }
        while (await store.ExpireAsync(before, Slice, CancellationToken.None) == Slice)
        {
        }
    }

    private async Task PruneAsync()
    {
        var ttl = options.Value.RecordTtlDays;
        long? createdBefore = ttl == 0 ? null : Now() - (ttl * 86_400_000L);
        while (await store.PruneAsync(Now() - CommandRules.Untaken, createdBefore, Slice, CancellationToken.None) >= Slice)
        {
        }
    }

    private long Now() => time.GetUtcNow().ToUnixTimeMilliseconds();

    [LoggerMessage(1201, LogLevel.Warning, "Ending commands whose time is over failed; it is tried again")]
    private partial void LogFailed(Exception exception);
}
