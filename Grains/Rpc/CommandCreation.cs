using OrleansIot.Grains.Commits;
using OrleansIot.Rpc;

namespace OrleansIot.Grains.Rpc;

/// <summary>
/// A command to store under a number that the device has not given yet; the device's last number moves with it. Applied also when this very command (by its uuid)
/// has that number already; Unmatched when the number was given to another one, or the uuid has another number.
/// </summary>
/// <param name="Status">Queued, or Expired when its time was over on arrival.</param>
public sealed record CommandCreation(long Device, int Id, NewCommand Command, CommandStatus Status) : Change(Device)
{
    public override int Size { get; } = 256 + (2 * Command.Method.Length) + (Command.Params?.Length ?? 0) + (Command.AdditionalInfo?.Length ?? 0);
}
