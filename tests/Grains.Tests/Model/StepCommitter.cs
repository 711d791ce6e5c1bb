using OrleansIot.Grains.Commits;
using OrleansIot.Grains.Rpc;
using OrleansIot.Grains.Tests.Fakes;

namespace OrleansIot.Grains.Tests.Model;

/// <summary>Commits one change when it is told to; answers in the same breath, so that nothing of a test runs elsewhere.</summary>
internal sealed class StepCommitter(MemoryStorage storage) : ICommitter, ICommandCommits
{
    private readonly Queue<(Change Change, TaskCompletionSource<ChangeResult> Caller)> _waiting = new();
    private bool _isDead;

    public ValueTask<ChangeResult> CommitAsync(Change change)
    {
        var caller = new TaskCompletionSource<ChangeResult>();
        if (!_isDead)
            _waiting.Enqueue((change, caller));
        return new(caller.Task);
    }

    public ValueTask<ChangeResult> CommitAsync(Change change, PendingCommand? command) => CommitAsync(change);

    /// <summary>False: nothing waits.</summary>
    public bool CommitNext()
    {
        if (!_waiting.TryDequeue(out var next))
            return false;
        next.Caller.SetResult(Store(next.Change));
        return true;
    }

    /// <summary>The silo dies: some of what waits, from the front, still reaches the database; nobody is answered any more.</summary>
    public void Die(int seed)
    {
        _isDead = true;
        for (var count = seed % (_waiting.Count + 1); count > 0; count--)
            Store(_waiting.Dequeue().Change);
        _waiting.Clear();
    }

    private ChangeResult Store(Change change)
    {
        var results = new ChangeResult[1];
        Assert.True(storage.CommitAsync(new[] { change }, results, CancellationToken.None).IsCompletedSuccessfully, "the database in memory does not wait");
        return results[0];
    }
}
