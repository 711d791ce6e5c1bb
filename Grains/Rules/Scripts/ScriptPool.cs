using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace OrleansIot.Grains.Rules.Scripts;

/// <summary>
/// The engines of a silo: a few, each lent to one run at a time. Whoever calls is not on a grain's turn: a run keeps its thread busy for as long as the limits allow.
/// </summary>
public sealed class ScriptPool(IOptions<ScriptOptions> options, TimeProvider time)
{
    private const int RunsOfAnEngine = 10_000;

    private readonly ScriptOptions _options = options.Value;
    private readonly int _parallel = Parallel(options.Value);
    private readonly SemaphoreSlim _turns = new(Parallel(options.Value));
    private readonly ConcurrentBag<ScriptEngine> _idle = [];
    private int _waiting;
    private int _hasRoom;

    /// <summary>Makes the engines ready, so that the first message does not wait for them.</summary>
    public void Warm()
    {
        for (var i = _turns.CurrentCount; i > 0; i--)
            _idle.Add(new(_options));
    }

    public async ValueTask<ScriptResult> RunAsync(RuleScript script, RuleMessage message)
    {
        if (script.IsSuspended(time.GetTimestamp()))
            return new(ScriptEnd.Suspended, $"The script has broken its limits too often and is not run for {_options.SuspendFor} s");
        if (!_turns.Wait(0))
        {
            if (Interlocked.Increment(ref _waiting) > _options.MaxWaiting)
            {
                Interlocked.Decrement(ref _waiting);
                return new(ScriptEnd.Busy, "Too many scripts wait for their turn");
            }
            await _turns.WaitAsync().ConfigureAwait(false);
            Interlocked.Decrement(ref _waiting);
        }
        try
        {
            return Run(script, message);
        }
        finally
        {
            _turns.Release();
        }
    }

    private static int Parallel(ScriptOptions options) => options.MaxParallel > 0 ? options.MaxParallel : Environment.ProcessorCount;

    private ScriptResult Run(RuleScript script, RuleMessage message)
    {
        var engine = _idle.TryTake(out var idle) ? idle : new(_options);
        var result = engine.Run(script, message);
        var broke = result.End == ScriptEnd.LimitExceeded;
        script.Count(broke, _options.SuspendAfter, time.GetTimestamp() + (_options.SuspendFor * time.TimestampFrequency));
        if (broke)
            GiveRoom();
        // What broke a limit may have stopped anywhere: its engine is not used again.
        if (!broke && engine.Runs < RunsOfAnEngine)
            _idle.Add(engine);
        return result;
    }

    /// <summary>
    /// Scripts that use up their time hold their threads for it. From the first one on, the process has as many more at hand: else everybody else would wait for
    /// the thread pool to notice.
    /// </summary>
    private void GiveRoom()
    {
        if (Interlocked.Exchange(ref _hasRoom, 1) != 0)
            return;
        ThreadPool.GetMinThreads(out var workers, out var ports);
        ThreadPool.SetMinThreads(workers + _parallel, ports);
    }
}
