namespace OrleansIot.Grains.Commits;

/// <summary>A change in the queue, and the caller that awaits it.</summary>
internal sealed class PendingCommit(Change change, long enqueued) : TaskCompletionSource<ChangeResult>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public Change Change => change;

    /// <summary>Timestamp of the time provider when the change was handed over.</summary>
    public long Enqueued => enqueued;
}
