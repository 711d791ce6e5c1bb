using OrleansIot.Rpc;

namespace OrleansIot.Grains.Rpc;

/// <summary>The row of a command that its device has to know: it is open, or its caller has not taken the end yet.</summary>
public sealed record StoredCommand(int Id, CommandRecord Record)
{
    /// <summary>Whether nothing can happen to a command any more. A Delivered one-way command is done, a two-way one waits for its reply.</summary>
    public static bool IsFinal(CommandStatus status, bool oneWay) => status > CommandStatus.Delivered || (status == CommandStatus.Delivered && oneWay);
}
