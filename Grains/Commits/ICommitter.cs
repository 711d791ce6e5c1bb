namespace OrleansIot.Grains.Commits;

/// <summary>Group commit of a silo: grains hand over changes and await the commit.</summary>
public interface ICommitter
{
    /// <inheritdoc cref="ICommitStore.IsShared"/>
    bool IsShared => false;

    /// <summary>
    /// Completes when the change is committed, or with the result that says why it is not. <see cref="ChangeResult.Refused"/> comes at once when the queue is full.
    /// </summary>
    ValueTask<ChangeResult> CommitAsync(Change change);
}
