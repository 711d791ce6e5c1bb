namespace OrleansIot.Grains.Commits;

/// <summary>Group commit of a silo: grains hand over changes and await the commit.</summary>
public interface ICommitter
{
    /// <summary>Completes when the change is committed (or has another result); faults with <see cref="CommitRefusedException"/> when the queue is full or the store keeps failing.</summary>
    ValueTask<ChangeResult> CommitAsync(Change change);
}
