using OrleansIot.Grains.Commits;

namespace OrleansIot.Grains.Rpc;

/// <summary>Where the changes of a device's commands are committed.</summary>
internal interface ICommandCommits
{
    /// <param name="command">The command that is changed; null where the queue does not hold it.</param>
    ValueTask<ChangeResult> CommitAsync(Change change, PendingCommand? command);
}
