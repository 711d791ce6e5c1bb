namespace OrleansIot.Grains.Commits;

/// <summary>
/// The committer's port to a database. One call is one durable transaction: when it returns, every change is committed or has the result that says why not;
/// when it throws, nothing of the batch is known to be committed and the whole batch may be tried again.
/// </summary>
public interface ICommitStore
{
    /// <summary>How many batches may be committed side by side. Changes of one device always go through the same lane.</summary>
    int Lanes { get; }

    /// <summary>Whether other processes write to the same database: then what a grain has in memory may be behind it.</summary>
    bool IsShared => false;

    /// <param name="batch">In order; a later change of the same row wins.</param>
    /// <param name="results">One per change, to be set by the store.</param>
    Task CommitAsync(ReadOnlyMemory<Change> batch, Memory<ChangeResult> results, CancellationToken cancellation);

    /// <summary>Whether the exception of a failed commit may go away by itself (lock, connection); otherwise the batch holds a poisonous change.</summary>
    bool IsTransient(Exception exception);
}
