using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace OrleansIot.Grains.Rules.Scripts;

/// <summary>
/// The engines of a silo: a few, each lent to one run at a time. A run keeps its thread busy for as long as the limits allow: who is on a grain's turn says how long
/// that may be.
/// </summary>
public sealed class ScriptPool(IOptions<ScriptOptions> options, TimeProvider time)
{
    private const int RunsOfAnEngine = 10_000;

    /// <summary>Engines beyond those that run in turns, for runs that cannot wait while another thread is held up with one.</summary>
    private const int Spare = 4;

    /// <summary>A run that takes more than this part of the time that is left counts as slow.</summary>
    private const int SlowPart = 10;

    private static readonly TimeSpan SlowFor = TimeSpan.FromSeconds(10);

    private readonly ScriptOptions _options = options.Value;
    private readonly int _parallel = Parallel(options.Value);
    private readonly SemaphoreSlim _turns = new(Parallel(options.Value));
    private readonly ConcurrentBag<ScriptEngine> _idle = [];
    private int _waiting;
    private int _hasRoom;

    /// <summary>Makes the engines ready, so that the first message does not wait for them.</summary>
    public void Warm()
    {
        for (var i = _parallel + Spare; i > 0; i--)
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

    /// <summary>
    /// Runs a script for somebody who cannot wait. Null: no engine is ready, the script has lately been slow or broken its limits, or it is not done in
    /// <paramref name="timeLeft"/> and is broken off; that is not held against it, and it is run without haste for a while.
    /// </summary>
    public ScriptResult? TryRun(RuleScript script, RuleMessage message, TimeSpan timeLeft)
    {
        var now = time.GetTimestamp();
        if (timeLeft <= TimeSpan.Zero || script.IsSuspended(now) || script.IsSlow(now) || !_idle.TryTake(out var engine))
            return null;
        var result = engine.Run(script, message, timeLeft);
        var (broke, end) = (result.End == ScriptEnd.LimitExceeded, time.GetTimestamp());
        script.CountSlow(broke || time.GetElapsedTime(now, end) > timeLeft / SlowPart, end + (long)(SlowFor.TotalSeconds * time.TimestampFrequency));
        // Whoever comes next cannot wait for another engine to be made either.
        if (broke || !TryReturn(engine))
            ThreadPool.QueueUserWorkItem(static pool => pool._idle.Add(new(pool._options)), this, preferLocal: false);
        if (broke)
            return null;
        script.Count(false, _options.SuspendAfter, 0);
        return result;
    }

    private static int Parallel(ScriptOptions options) => options.MaxParallel > 0 ? options.MaxParallel : Environment.ProcessorCount;

    private ScriptResult Run(RuleScript script, RuleMessage message)
    {
        var engine = _idle.TryTake(out var idle) ? idle : new(_options);
        var result = engine.Run(script, message);
        var broke = result.End == ScriptEnd.LimitExceeded;
        script.Count(broke, _options.SuspendAfter, time.GetTimestamp() + (_options.SuspendFor * time.TimestampFrequency));
        // What broke a limit may have stopped anywhere: its engine is not used again.
        if (broke)
            GiveRoom();
        else
            TryReturn(engine);
        return result;
    }

    private bool TryReturn(ScriptEngine engine)
    {
        if (engine.Runs >= RunsOfAnEngine)
            return false;
        _idle.Add(engine);
        return true;
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
