using System.Collections.Immutable;
using OrleansIot.Rpc;

namespace OrleansIot.Grains.Rpc;

/// <summary>
/// The commands of one device and the polls that wait for them, as a value: every input is a method that returns the next queue and what is to be done. No clock, no
/// I/O; <c>now</c> is milliseconds since 1970. Every input first does what was due by then.
/// </summary>
internal sealed partial record CommandQueue
{
    private readonly long _device;
    private readonly CommandRules _rules;

    private CommandQueue(long device, CommandRules rules) => (_device, _rules) = (device, rules);

    /// <summary>By number, which is the order of issue.</summary>
    public ImmutableSortedDictionary<int, PendingCommand> Commands { get; private init; } = ImmutableSortedDictionary<int, PendingCommand>.Empty;

    /// <summary>In the order in which they came.</summary>
    public ImmutableList<WaitingPoll> Polls { get; private init; } = [];

    /// <summary>The number given last; it never goes back.</summary>
    public int LastId { get; private init; }

    /// <summary>When something happens without further input; <see cref="long.MaxValue"/>: never.</summary>
    public long Due { get; private init; } = long.MaxValue;

    private long LastLease { get; init; }

    /// <summary>The queue of a device that starts: every command is armed again, whatever its status.</summary>
    /// <param name="leaseSeed">Leases are numbered from here, so that a settlement of an earlier activation fits none.</param>
    public static CommandQueue Load(long device, CommandRules rules, int lastId, IEnumerable<StoredCommand> stored, long leaseSeed)
    {
        var queue = new CommandQueue(device, rules)
        {
            LastId = lastId,
            LastLease = leaseSeed,
            Commands = stored.Select(Arm).ToImmutableSortedDictionary(c => c.Id, c => c),
        };
        return queue.Scheduled();
    }

    public PendingCommand? Find(Guid uuid) => Commands.Values.FirstOrDefault(c => c.Uuid == uuid);

    /// <summary>Time passes.</summary>
    public (CommandQueue Queue, List<CommandEffect> Effects) Tick(long now)
    {
        var effects = new List<CommandEffect>();
        return (Advance(now, effects).Offer(now, effects).Scheduled(), effects);
    }

    private static PendingCommand Arm(StoredCommand stored)
    {
        var (command, status, reply) = stored.Record;
        var armed = new PendingCommand(
            command.Uuid, command.ExpiresAt, command.OneWay, command.Persistent, command.Retries, new(stored.Id, command.Method, command.Params))
        {
            Created = command.Created,
        };
        return StoredCommand.IsFinal(status, command.OneWay)
            ? armed with { Stage = CommandStage.Ended, End = new(status, reply) }
            : armed with { Stage = CommandStage.Waiting, IsDelivered = status == CommandStatus.Delivered };
    }

    private CommandQueue With(PendingCommand command) => this with { Commands = Commands.SetItem(command.Id, command) };

    private CommandQueue Without(PendingCommand command) => this with { Commands = Commands.Remove(command.Id) };

    /// <summary>What happens by itself: polls and leases run out, times end, what waited is stored.</summary>
    private CommandQueue Advance(long now, List<CommandEffect> effects)
    {
        if (now < Due)
            return this;
        var queue = this with { Polls = Polls.RemoveAll(p => p.Deadline <= now) };
        foreach (var command in Commands.Values)
        {
            queue = command.Stage switch
            {
                // Written: one-way. Its time may end while the word is awaited that the connection broke after all.
                CommandStage.Leased when command.Written => command.Until <= now ? queue.End(command, new(CommandStatus.Delivered), effects) : queue,
                CommandStage.Waiting or CommandStage.Leased when command.ExpiresAt <= now => queue.End(command, Lapsed(command), effects),
                CommandStage.Leased when command.Until <= now => queue.With(command with { Stage = CommandStage.Waiting, Until = now }),
                CommandStage.Ended when command.ExpiresAt + CommandRules.Untaken <= now => queue.Forget(command, effects),
                _ => queue,
            };
            if (command.StoreAt <= now && queue.Commands.TryGetValue(command.Id, out var late) && late.StoreAt == command.StoreAt)
                queue = queue.StoreLate(late, effects);
        }
        return queue;
    }

    private CommandQueue Scheduled()
    {
        var due = long.MaxValue;
        foreach (var poll in Polls)
            due = Math.Min(due, poll.Deadline);
        foreach (var command in Commands.Values)
        {
            due = Math.Min(due, command.StoreAt ?? long.MaxValue);
            due = Math.Min(due, command.Stage switch
            {
                // One that was never delivered does not wait for an instant, but for a poll.
                CommandStage.Waiting => command is { IsDelivered: true, IsOffered: true } && !Polls.IsEmpty ? Math.Min(command.ExpiresAt, command.Until) : command.ExpiresAt,
                CommandStage.Leased => command.Written ? command.Until : Math.Min(command.ExpiresAt, command.Until),
                CommandStage.Ended => command.ExpiresAt + CommandRules.Untaken,
                _ => long.MaxValue,
            });
        }
        return this with { Due = due };
    }
}
