using System.Diagnostics;
using OrleansIot.Grains.Commits;

namespace OrleansIot.Grains.Tests.Fakes;

/// <summary>A store whose every commit waits for the test to say how it ends.</summary>
internal sealed class ScriptedCommitStore : ICommitStore
{
    private readonly SemaphoreSlim _arrived = new(0);
    private readonly Queue<(Change[] Batch, TaskCompletionSource End)> _commits = new();
    private readonly Lock _lock = new();

    public int Lanes => 1;

    public List<Change[]> Committed { get; } = [];

    /// <summary>The span in which the last commit came.</summary>
    public Activity? Surroundings { get; private set; }

    public async Task CommitAsync(ReadOnlyMemory<Change> batch, Memory<ChangeResult> results, CancellationToken cancellation)
    {
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var changes = batch.ToArray();
        lock (_lock)
            _commits.Enqueue((changes, end));
        Surroundings = Activity.Current;
        _arrived.Release();
        await end.Task;
        lock (_lock)
            Committed.Add(changes);
    }

    public bool IsTransient(Exception exception) => exception is TimeoutException;

    /// <summary>Waits for the next commit to arrive and lets the test end it.</summary>
    public async Task<(Change[] Batch, TaskCompletionSource End)> NextAsync()
    {
        Assert.True(await _arrived.WaitAsync(TimeSpan.FromSeconds(30)), "no commit arrived");
        lock (_lock)
            return _commits.Dequeue();
    }

    public async Task<Change[]> LetNextPassAsync()
    {
        var (batch, end) = await NextAsync();
        end.SetResult();
        return batch;
    }
}
