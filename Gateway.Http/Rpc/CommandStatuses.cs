using OrleansIot.Rpc;

namespace OrleansIot.Gateway.Rpc;

/// <summary>The names of statuses on the wire.</summary>
internal static class CommandStatuses
{
    private static readonly string[] Names = [.. Enum.GetValues<CommandStatus>().Select(Name)];

    public static string Name(CommandStatus status) => status.ToString().ToUpperInvariant();

    /// <summary>Null when there is no such status.</summary>
    public static CommandStatus? Find(string name) =>
        Array.IndexOf(Names, name.ToUpperInvariant()) is >= 0 and var index ? Enum.GetValues<CommandStatus>()[index] : null;
}
