using OrleansIot.Rpc;

namespace OrleansIot.Grains.Rpc;

internal sealed partial record CommandQueue
{
    /// <summary>A poll asks for commands: it is handed some at once, or waits to its deadline. One that parks again goes to the end.</summary>
    public (CommandQueue Queue, List<CommandEffect> Effects) Park(WaitingPoll poll, long now)
    {
        var effects = new List<CommandEffect>();
        var queue = Advance(now, effects);
        queue = queue with { Polls = queue.Polls.RemoveAll(p => p.Id == poll.Id).Add(poll) };
        return (queue.Offer(now, effects).Scheduled(), effects);
    }

    /// <summary>
    /// A poll that waits for commands or for an end is no more; what is on its way to it is dropped. A command whose last caller leaves runs on, and nobody will take
    /// its end.
    /// </summary>
    public (CommandQueue Queue, List<CommandEffect> Effects) Leave(long poll, long now)
    {
        var effects = new List<CommandEffect>();
        var queue = Advance(now, effects);
        queue = queue with { Polls = queue.Polls.RemoveAll(p => p.Id == poll) };
        foreach (var command in queue.Commands.Values)
        {
            if (command.Callers.Contains(poll))
                queue = queue.With(command with { Callers = command.Callers.Remove(poll), Abandoned = command.Callers.Length == 1 });
            else if (command.Poll == poll && command.Stage is CommandStage.Leased or CommandStage.Ended)
                queue = queue.Drop(command, now, effects);
        }
        return (queue.Offer(now, effects).Scheduled(), effects);
    }

    /// <summary>
    /// What became of what was handed out under the lease. Written: a live connection took the bytes. Else they are offered again at once, also when the connection
    /// broke after they had been reported as written.
    /// </summary>
    public (CommandQueue Queue, List<CommandEffect> Effects) Settle(long lease, bool written, long now)
    {
        var effects = new List<CommandEffect>();
        var queue = Advance(now, effects);
        foreach (var command in queue.Commands.Values.Where(c => c.Lease == lease))
        {
            queue = command.Stage switch
            {
                CommandStage.Waiting or CommandStage.Leased when written => command.Written ? queue : queue.Deliver(command, now, effects),
                _ => queue.Drop(command, now, effects),
            };
        }
        return (queue.Offer(now, effects).Scheduled(), effects);
    }

    /// <summary>The connection broke, or there was none any more: a command is offered again at once; an end, which its caller has taken or will not take, is over.</summary>
    private CommandQueue Drop(PendingCommand command, long now, List<CommandEffect> effects) => command.Stage switch
    {
        // One-way, and its time has ended while its delivery was being confirmed.
        CommandStage.Leased when command.ExpiresAt <= now => End(command with { Lease = 0, Written = false }, Lapsed(command), effects),
        CommandStage.Leased or CommandStage.Waiting => With(command with
        {
            Stage = CommandStage.Waiting,
            Deliveries = command is { Written: true, OneWay: false } ? command.Deliveries - 1 : command.Deliveries,
            Written = false,
            // The lease is over: no word about it counts any more, also not one that was overtaken by this.
            Lease = 0,
            Until = Math.Min(command.Until, now),
        }),
        CommandStage.Ended => Forget(command, effects),
        _ => this,
    };

    private CommandQueue Deliver(PendingCommand command, long now, List<CommandEffect> effects)
    {
        if (command.OneWay)
            return With(command with { Stage = CommandStage.Leased, Written = true, Until = now + CommandRules.Confirmation });
        if (command is { IsDelivered: false, Persistent: true })
            effects.Add(new CommandEffect.Store(new CommandMove(_device, command.Id, CommandStatus.Delivered)));
        return With(command with
        {
            StoreAt = command is { IsDelivered: false, Persistent: false } ? now + CommandRules.Unrecorded : command.StoreAt,
            Stage = CommandStage.Waiting,
            IsDelivered = true,
            Deliveries = command.Deliveries + 1,
            Written = true,
            Until = now + _rules.Redelivery,
        });
    }

    /// <summary>Hands out what may be handed out: the poll that has waited longest gets the command that has waited longest.</summary>
    private CommandQueue Offer(long now, List<CommandEffect> effects)
    {
        var queue = this;
        while (queue.Polls is [var poll, ..] && queue.Pick(poll.Max, now) is { Count: > 0 } picked)
        {
            var lease = queue.LastLease + 1;
            queue = queue with { Polls = queue.Polls.RemoveAt(0), LastLease = lease };
            foreach (var command in picked)
                queue = queue.With(command with { Stage = CommandStage.Leased, Lease = lease, Poll = poll.Id, Written = false, Until = now + _rules.Lease });
            effects.Add(new CommandEffect.Deliver(poll.Id, lease, [.. picked.Select(c => c.Content)]));
        }
        return queue;
    }

    /// <summary>Those never delivered, in the order of issue; when none waits, those whose redelivery is due.</summary>
    private List<PendingCommand> Pick(int max, long now)
    {
        var picked = new List<PendingCommand>();
        var bytes = 0;
        foreach (var redelivery in (ReadOnlySpan<bool>)[false, true])
        {
            foreach (var command in Commands.Values)
            {
                // The one that is being stored comes before those issued after it.
                if (!redelivery && command.Stage == CommandStage.Creating)
                    break;
                if (command.IsDelivered != redelivery || !command.IsOffered || command.Until > now)
                    continue;
                bytes += command.Content.Size;
                if (picked.Count == max || (picked.Count > 0 && bytes > CommandRules.MaxAnswerBytes))
                    return picked;
                picked.Add(command);
            }
        }
        return picked;
    }
}
