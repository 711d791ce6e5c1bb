using OrleansIot.Grains.Commits;
using OrleansIot.Rpc;

namespace OrleansIot.Grains.Rpc;

/// <summary>
/// A command's next status. Its row moves only while it is open: Queued, or Delivered and two-way. Applied also when the row has this status already; else Unmatched:
/// the row is gone, or somebody else has ended it.
/// </summary>
/// <param name="Reply">Set when it becomes Successful.</param>
public sealed record CommandMove(long Device, int Id, CommandStatus To, CommandReply? Reply = null) : Change(Device)
{
    public override int Size { get; } = 96 + (Reply?.Json.Length ?? 0);
}
