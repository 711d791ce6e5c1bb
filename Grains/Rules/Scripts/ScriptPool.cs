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
    private readonly SemaphoreSlim _turns = new(options.Value.MaxParallel > 0 ? options.Value.MaxParallel : Environment.ProcessorCount);
    private readonly ConcurrentBag<ScriptEngine> _idle = [];
    private int _waiting;

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

    private ScriptResult Run(RuleScript script, RuleMessage message)
    {
        var engine = _idle.TryTake(out var idle) ? idle : new(_options);
        var result = engine.Run(script, message);
        var broke = result.End == ScriptEnd.LimitExceeded;
        script.Count(broke, _options.SuspendAfter, time.GetTimestamp() + (_options.SuspendFor * time.TimestampFrequency));
        // What broke a limit may have stopped anywhere: its engine is not used again.
        if (!broke && engine.Runs < RunsOfAnEngine)
            _idle.Add(engine);
        return result;
    }
}
