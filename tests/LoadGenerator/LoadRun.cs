namespace OrleansIot.Load;

/// <summary>
/// A closed-loop load on one server, driven by as few threads as possible. It starts warming up at once; the caller says when measuring begins and when it ends.
/// </summary>
public sealed class LoadRun : IAsyncDisposable
{
    private static readonly TimeSpan LongestDrain = TimeSpan.FromSeconds(15);

    private readonly EventLoop[] _loops;
    private readonly Task _ended;

    /// <param name="connections">At least one per thread; each has one request in flight.</param>
    public LoadRun(LoadTarget target, Workload workload, int connections, int threads = 1)
        : this(target, workload, connections, threads, LoadPhase.WarmUp)
    {
    }

    private LoadRun(LoadTarget target, Workload workload, int connections, int threads, LoadPhase first)
    {
        _loops = [.. Enumerable.Range(0, threads).Select(t => new EventLoop(target, Enumerable.Range(0, connections).Where(c => c % threads == t), workload) { Phase = first })];
        _ended = Task.WhenAll(_loops.Select(RunOnItsThread));
    }

    /// <summary>Completes when the workload has nothing more to send, or after <see cref="StopAsync"/>; faults when a loop failed.</summary>
    public Task Ended => _ended;

    public void BeginMeasuring() => Enter(LoadPhase.Measuring);

    /// <summary>Sends nothing more; what is in flight is still answered and recorded, but not measured.</summary>
    public void EndMeasuring() => Enter(LoadPhase.Draining);

    /// <summary>Ends the load and tells what came of it. Requests that are not answered within a generous time count as lost.</summary>
    public async Task<Tally> StopAsync()
    {
        Enter(LoadPhase.Draining);
        await Task.WhenAny(_ended, Task.Delay(LongestDrain, TimeProvider.System));
        Enter(LoadPhase.Stopped);
        await _ended;
        var tally = new Tally();
        foreach (var loop in _loops)
            tally.Add(loop.Tally);
        return tally;
    }

    /// <summary>Sends everything that the workload has; all of it is measured.</summary>
    public static async Task<Tally> RunToEndAsync(LoadTarget target, Workload workload, int connections, int threads = 1)
    {
        await using var run = new LoadRun(target, workload, connections, threads, LoadPhase.Measuring);
        await run.Ended;
        return await run.StopAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Enter(LoadPhase.Stopped);
        await Task.WhenAny(_ended);
        foreach (var loop in _loops)
            loop.Dispose();
    }

    private static Task RunOnItsThread(EventLoop loop) =>
        Task.Factory.StartNew(loop.Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private void Enter(LoadPhase phase)
    {
        foreach (var loop in _loops)
        {
            if (loop.Phase < phase)
                loop.Phase = phase;
        }
    }
}
