using OrleansIot.Grains.Commits;
using OrleansIot.Grains.Rpc;
using OrleansIot.Rpc;

namespace OrleansIot.Grains.Rules.Commands;

/// <summary>Commits changes of commands, and with those of persistent ones what the device's chain is to hear of them.</summary>
internal sealed class CommandEvents(Guid device, RuleFacet rules, ICommitter committer) : ICommandCommits
{
    public ValueTask<ChangeResult> CommitAsync(Change change, PendingCommand? command)
    {
        if (Record(change, command) is not { Command.Persistent: true } record)
            return committer.CommitAsync(change);
        var type = MessageTypes.Of(record.Status);
        return rules.Ignores(type)
            ? committer.CommitAsync(change)
            : new(rules.TellAsync(type, () => CommandJson.Write(device, record), null, entry => committer.CommitAsync(change with { Outbox = entry })));
    }

    private static CommandRecord? Record(Change change, PendingCommand? command) => change switch
    {
        CommandCreation creation => new(creation.Command, creation.Status, null),
        CommandMove move when command is not null => new(command.Issued, move.To, move.Reply),
        // Whoever deletes a record tells of it.
        _ => null,
    };
}
