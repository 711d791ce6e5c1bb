using OrleansIot.Grains.Commits;
using OrleansIot.Rpc;

namespace OrleansIot.Grains.Rpc;

internal sealed partial record CommandQueue
{
    /// <summary>Whether one more command fits; one that joins another always does.</summary>
    public bool HasRoomFor(NewCommand command)
    {
        var count = 0;
        var bytes = (long)new DeviceCommand(0, command.Method, command.Params).Size;
        foreach (var pending in Commands.Values)
        {
            if (pending.Stage == CommandStage.Ended)
                continue;
            count++;
            bytes += pending.Content.Size;
        }
        return count < _rules.MaxCommands && (bytes <= _rules.MaxBytes || count == 0);
    }

    /// <summary>
    /// Gives the command the next number and has it stored. A persistent one whose time is over gets its row and is not held. The caller has made sure that it is no
    /// repetition, that there is room, and a number left.
    /// </summary>
    public (CommandQueue Queue, List<CommandEffect> Effects) Create(NewCommand command, long now)
    {
        var effects = new List<CommandEffect>();
        var queue = Advance(now, effects) with { LastId = checked(LastId + 1) };
        var late = command.ExpiresAt <= now;
        effects.Add(new CommandEffect.Store(new CommandCreation(_device, queue.LastId, command, late ? CommandStatus.Expired : CommandStatus.Queued)));
        if (!late)
        {
            queue = queue.With(new(command.Uuid, command.ExpiresAt, command.OneWay, command.Persistent, command.Retries, new(queue.LastId, command.Method, command.Params))
            {
                Created = command.Created,
            });
        }
        return (queue.Offer(now, effects).Scheduled(), effects);
    }

    /// <summary>What became of a change that was to be stored.</summary>
    public (CommandQueue Queue, List<CommandEffect> Effects) Stored(Change change, ChangeResult result, long now)
    {
        var effects = new List<CommandEffect>();
        var queue = Advance(now, effects);
        if (result is ChangeResult.Unmatched or ChangeResult.Failed)
            effects.Add(new CommandEffect.Restart());
        queue = change switch
        {
            CommandCreation creation => queue.Created(creation, result),
            CommandMove move => queue.Moved(move, result, now, effects),
            CommandRemoval removal => queue.Removed(removal, result, now),
            _ => queue,
        };
        // A command whose time ended while its row was under way is due by now.
        return (queue.Scheduled().Advance(now, effects).Offer(now, effects).Scheduled(), effects);
    }

    private CommandQueue Created(CommandCreation creation, ChangeResult result)
    {
        if (!Commands.TryGetValue(creation.Id, out var command) || command.Stage != CommandStage.Creating)
            return this;
        return result == ChangeResult.Applied ? With(command with { Stage = CommandStage.Waiting }) : Without(command);
    }

    private CommandQueue Moved(CommandMove move, ChangeResult result, long now, List<CommandEffect> effects)
    {
        if (!Commands.TryGetValue(move.Id, out var command))
            return this;
        var isEnd = command.Stage == CommandStage.Ending && command.End!.Status == move.To;
        if (result == ChangeResult.Refused && (isEnd || command.Stage is CommandStage.Waiting or CommandStage.Leased))
            return With(command with { StoreAt = now + CommandRules.StoreAgain });
        return result == ChangeResult.Applied && isEnd ? Ended(command, effects) : this;
    }

    private CommandQueue Removed(CommandRemoval removal, ChangeResult result, long now)
    {
        if (Find(removal.Uuid) is not { Stage: CommandStage.Ending, End.Status: CommandStatus.Deleted } command)
            return this;
        return result == ChangeResult.Refused ? With(command with { Stage = CommandStage.Waiting, End = null, Until = now }) : Without(command);
    }

    /// <summary>The command's move has waited: the committer had no room, or the reply might have come first.</summary>
    private CommandQueue StoreLate(PendingCommand command, List<CommandEffect> effects)
    {
        var move = command.Stage == CommandStage.Ending
            ? new CommandMove(_device, command.Id, command.End!.Status, command.End.Reply)
            : new CommandMove(_device, command.Id, CommandStatus.Delivered);
        effects.Add(new CommandEffect.Store(move));
        return With(command with { StoreAt = null });
    }
}
