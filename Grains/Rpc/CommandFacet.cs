using OrleansIot.Grains.Commits;
using OrleansIot.Rpc;

namespace OrleansIot.Grains.Rpc;

/// <summary>
/// The commands of one device: feeds the queue its inputs in the grain's turns and does what it wants done. Commits are awaited by whoever asked for them; all others
/// come back as inputs.
/// </summary>
/// <param name="after">
/// Called after every input: what was delivered can be sent, and <see cref="Tick"/> is due at this instant, in milliseconds since 1970 (<see cref="long.MaxValue"/>: never).
/// </param>
/// <param name="restart">Memory and database may differ.</param>
internal sealed class CommandFacet(CommandQueue queue, ICommandCommits commits, ICommandPolls polls, TimeProvider time, Action<long> after, Action restart)
{
    /// <summary>Commits that are under way; null until there is one, because most devices have none.</summary>
    private Dictionary<Guid, Task<ChangeResult>>? _creations;
    private Dictionary<int, Task<ChangeResult>>? _replies;
    private CommandQueue _queue = queue;

    /// <summary>Numbers of the commands that are under their first lease and have time left, or whose delivery is being confirmed.</summary>
    public int[] Sent => [.. _queue.Commands.Values.Where(c => c.Status == CommandStatus.Sent && (c.Written || c.ExpiresAt > Now)).Select(c => c.Id)];

    /// <summary>The number given last.</summary>
    public int LastId => _queue.LastId;

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Whether the queue holds the command, open or ended.</summary>
    public bool Holds(Guid command) => _queue.Find(command) is not null;

    /// <summary>Issues the command; Applied means that its row is committed, now or before. LimitExceeded: the queue is full.</summary>
    public Task<ChangeResult> IssueAsync(NewCommand command)
    {
        if (_creations?.GetValueOrDefault(command.Uuid) is { } running)
            return running;
        if (Holds(command.Uuid))
            return Task.FromResult(ChangeResult.Applied);
        // Nobody will hear of it again: its caller knows that its time is over.
        if (!command.Persistent && command.ExpiresAt <= Now)
            return Task.FromResult(ChangeResult.Applied);
        if (_queue.LastId == int.MaxValue || !_queue.HasRoomFor(command))
            return Task.FromResult(ChangeResult.LimitExceeded);
        return (_creations ??= [])[command.Uuid] = Do(_queue.Create(command, Now))!;
    }

    /// <summary>Takes a reply; Applied means that it is committed, or changes nothing. One that comes again joins the first.</summary>
    public Task<ChangeResult> ReplyAsync(int id, CommandReply reply)
    {
        _ = Do(_queue.Reply(id, reply, Now));
        if (!_queue.Commands.TryGetValue(id, out var command) || command is not { Stage: CommandStage.Ending, End.Status: CommandStatus.Successful })
            return Task.FromResult(ChangeResult.Applied);
        return _replies?.GetValueOrDefault(id) ?? Task.FromResult(ChangeResult.Refused);
    }

    /// <summary>Deletes the record and withdraws the command, if it is open.</summary>
    public Task<ChangeResult> DeleteAsync(Guid command) => Do(_queue.Delete(command, Now))!;

    public void Park(WaitingPoll poll) => Do(_queue.Park(poll, Now));

    /// <summary>A caller waits for the end of a command that the queue holds.</summary>
    public void Wait(Guid command, long poll) => Do(_queue.Wait(command, poll, Now));

    public void Leave(long poll) => Do(_queue.Leave(poll, Now));

    public void Settle(long lease, bool isWritten) => Do(_queue.Settle(lease, isWritten, Now));

    /// <summary>Does what is due.</summary>
    public void Tick() => Do(_queue.Tick(Now));

    /// <returns>The commit of the last change that is to be stored, which is the input's own where it has one.</returns>
    private Task<ChangeResult>? Do((CommandQueue Queue, List<CommandEffect> Effects) transition)
    {
        Task<ChangeResult>? commit = null;
        List<long>? undelivered = null;
        _queue = transition.Queue;
        foreach (var effect in transition.Effects)
        {
            switch (effect)
            {
                case CommandEffect.Store { Change: CommandMove { To: CommandStatus.Successful } reply }:
                    commit = (_replies ??= [])[reply.Id] = StoreAsync(reply);
                    break;
                case CommandEffect.Store store:
                    commit = StoreAsync(store.Change);
                    break;
                case CommandEffect.Deliver deliver when !polls.TryDeliver(deliver.Poll, deliver.Lease, new DeviceCommands(deliver.Commands)):
                    (undelivered ??= []).Add(deliver.Lease);
                    break;
                case CommandEffect.Deliver deliver:
                    CommandInstruments.Handed(deliver.Commands.Length);
                    break;
                case CommandEffect.Answer answer:
                    // Its gateway may be taken for gone and live: the end is kept for a caller that asks again.
                    _ = polls.TryDeliver(answer.Poll, answer.Lease, answer.End);
                    break;
                case CommandEffect.Restart:
                    restart();
                    break;
            }
        }
        foreach (var lease in undelivered ?? [])
            _ = Do(_queue.Settle(lease, false, Now));
        after(_queue.Due);
        return commit;
    }

    /// <summary>Hands the change over now and takes its result as the input of a later turn, also when it is there at once.</summary>
    private async Task<ChangeResult> StoreAsync(Change change)
    {
        var commit = commits.CommitAsync(change, change is CommandMove move ? _queue.Commands.GetValueOrDefault(move.Id) : null);
        if (commit.IsCompleted)
            await Task.Yield();
        var result = await commit;
        if (change is CommandCreation creation)
            _creations?.Remove(creation.Command.Uuid);
        else if (change is CommandMove { To: CommandStatus.Successful } reply)
            _replies?.Remove(reply.Id);
        if (result == ChangeResult.Applied)
            Count(change);
        _ = Do(_queue.Stored(change, result, Now));
        return result;
    }

    private void Count(Change change)
    {
        if (change is CommandCreation)
            CommandInstruments.Issued();
        // The delivery of a two-way command is not its end.
        else if (change is CommandMove move && (move.To != CommandStatus.Delivered || _queue.Commands.GetValueOrDefault(move.Id) is { OneWay: true }))
            CommandInstruments.Ended(move.To);
    }
}
