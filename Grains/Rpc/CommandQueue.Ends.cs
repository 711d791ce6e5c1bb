using OrleansIot.Rpc;

namespace OrleansIot.Grains.Rpc;

internal sealed partial record CommandQueue
{
    /// <summary>
    /// The device replies. A reply that comes before any poll counts as well; one to a command that is unknown, one-way or over changes nothing.
    /// </summary>
    public (CommandQueue Queue, List<CommandEffect> Effects) Reply(int id, CommandReply reply, long now)
    {
        var effects = new List<CommandEffect>();
        var queue = Advance(now, effects);
        if (queue.Commands.TryGetValue(id, out var command) && command is { OneWay: false, Stage: CommandStage.Waiting or CommandStage.Leased })
            queue = queue.End(command, new(CommandStatus.Successful, reply), effects);
        return (queue.Offer(now, effects).Scheduled(), effects);
    }

    /// <summary>A caller's poll waits for the end of the command, which the queue holds.</summary>
    public (CommandQueue Queue, List<CommandEffect> Effects) Wait(Guid uuid, long poll, long now)
    {
        var effects = new List<CommandEffect>();
        var queue = Advance(now, effects);
        if (queue.Find(uuid) is { } command)
        {
            command = command with { Callers = command.Callers.Remove(poll).Add(poll), Abandoned = false };
            queue = command.Stage == CommandStage.Ended ? queue.Answer(command, effects) : queue.With(command);
        }
        return (queue.Offer(now, effects).Scheduled(), effects);
    }

    /// <summary>A record is deleted, and its command withdrawn if it is open. Under a lease it may still reach the device, whose reply then changes nothing.</summary>
    public (CommandQueue Queue, List<CommandEffect> Effects) Delete(Guid uuid, long now)
    {
        var effects = new List<CommandEffect>();
        var queue = Advance(now, effects);
        if (queue.Find(uuid) is { Stage: CommandStage.Waiting or CommandStage.Leased } command)
            queue = queue.With(command with { Stage = CommandStage.Ending, End = new(CommandStatus.Deleted) });
        effects.Add(new CommandEffect.Store(new CommandRemoval(_device, uuid)));
        return (queue.Offer(now, effects).Scheduled(), effects);
    }

    private static CommandEnd Lapsed(PendingCommand command) =>
        new(command is { Persistent: false, OneWay: false, IsDelivered: true } ? CommandStatus.Timeout : CommandStatus.Expired);

    private CommandQueue End(PendingCommand command, CommandEnd end, List<CommandEffect> effects)
    {
        effects.Add(new CommandEffect.Store(new CommandMove(_device, command.Id, end.Status, end.Reply)));
        return With(command with { Stage = CommandStage.Ending, End = end, StoreAt = null });
    }

    /// <summary>The end is committed.</summary>
    private CommandQueue Ended(PendingCommand command, List<CommandEffect> effects)
    {
        if (command.Persistent)
            return Without(command);
        command = command with { Stage = CommandStage.Ended, StoreAt = null };
        return command.Abandoned ? Forget(command, effects) : Answer(command, effects);
    }

    private CommandQueue Answer(PendingCommand command, List<CommandEffect> effects)
    {
        var lease = LastLease;
        foreach (var poll in command.Callers)
            effects.Add(new CommandEffect.Answer(poll, ++lease, command.End!));
        var (held, by) = command.Callers.IsEmpty ? (0L, 0L) : (lease, command.Callers[^1]);
        return (this with { LastLease = lease }).With(command with { Callers = [], Lease = held, Poll = by });
    }

    /// <summary>Nobody will ask for the end any more.</summary>
    private CommandQueue Forget(PendingCommand command, List<CommandEffect> effects)
    {
        effects.Add(new CommandEffect.Store(new CommandRemoval(_device, command.Uuid)));
        return Without(command);
    }
}
