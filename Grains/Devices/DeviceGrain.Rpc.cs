using OrleansIot.Accounts;
using OrleansIot.Grains.Commits;
using OrleansIot.Grains.Rpc;
using OrleansIot.Grains.Rules.Commands;
using OrleansIot.Polls;
using OrleansIot.Rpc;
using OrleansIot.Values;

namespace OrleansIot.Grains.Devices;

/// <summary>Commands to the device.</summary>
public sealed partial class DeviceGrain
{
    /// <summary>Milliseconds; timers cannot wait for ever.</summary>
    private const long LongestAlarm = 86_400_000;

    private static readonly Refusal NoRecord = new(Outcome.NotFound, "Requested item wasn't found!");

    private CommandFacet _commands = null!;
    private DeskPolls _commandPolls = null!;
    private CommandWaits _commandWaits = null!;
    private IGrainTimer? _commandAlarm;
    private long _commandsDue = long.MaxValue;

    public async Task<Outcome> PostReply(long credentialsVersion, int id, CommandReply reply)
    {
        if (Refuse(credentialsVersion) is { } refused)
            return await refused;
        if (id > _commands.LastId && await IsOvertakenAsync())
            return DeviceOutcome(ChangeResult.Unmatched);
        return DeviceOutcome(await _commands.ReplyAsync(id, reply));
    }

    public async Task<Answer<ParkAnswer>> IssueCommand(Caller caller, NewCommand command, Poll? wait)
    {
        if (Refuse(caller) is { } refusal)
            return refusal;
        var issued = Written(await IssueAsync(command), $"The device has {limits.Value.MaxCommands} commands, or {limits.Value.MaxCommandBytes} bytes of them, that have not ended; try again later");
        if (issued.Outcome != Outcome.Done)
            return new(issued.Outcome, null, issued.Reason);
        return wait is null ? ParkAnswer.Nothing : _isGoing ? new ParkAnswer(Outcome.Superseded) : ParkForCommands(wait, Now);
    }

    public async Task<Answer<CommandRecord>> ReadCommand(Caller caller, Guid command)
    {
        if (Refuse(caller) is { } refusal)
            return refusal;
        return await commands.FindAsync(_number, command, CancellationToken.None) is { Record.Command.Persistent: true } row ? Shown(row) : NoRecord;
    }

    public async Task<Answer<Page<CommandRecord>>> ListCommands(Caller caller, CommandQuery query)
    {
        if (Refuse(caller) is { } refusal)
            return refusal;
        var answer = await commands.ListAsync(_number, query, _commands.Sent, WallClock, CancellationToken.None);
        if (answer.Value is not { } page)
            return new(answer.Outcome, null, answer.Reason);
        return new Page<CommandRecord>([.. page.Data.Select(Shown)], page.TotalElements, page.PageSize, page.PageNumber);
    }

    public async Task<Answer<bool>> DeleteCommand(Caller caller, Guid command)
    {
        if (Refuse(caller, adminOnly: true) is { } refusal)
            return refusal;
        if (await commands.FindAsync(_number, command, CancellationToken.None) is not { Record: { Command.Persistent: true } record })
            return NoRecord;
        var deleted = Written(await _commands.DeleteAsync(command), "");
        if (deleted.Outcome == Outcome.Done)
            await AnnounceDeletedAsync(record);
        return deleted;
    }

    private async Task<ChangeResult> IssueAsync(NewCommand command)
    {
        _wrote = Now;
        var result = await _commands.IssueAsync(command);
        // Stored by an earlier attempt under another number, and ended since: this activation holds only what is open.
        return result == ChangeResult.Unmatched && command.Persistent && await commands.FindAsync(_number, command.Uuid, CancellationToken.None) is not null
            ? ChangeResult.Applied
            : result;
    }

    private long WallClock => time.GetUtcNow().ToUnixTimeMilliseconds();

    private void LoadCommands(DeviceSnapshot snapshot)
    {
        var rules = new CommandRules(
            limits.Value.MaxCommands, limits.Value.MaxCommandBytes, commandOptions.Value.RedeliveryDelay, (int)PollTimes.Lease.TotalMilliseconds);
        var queue = CommandQueue.Load(snapshot.Record.Number, rules, snapshot.State.LastRpc, snapshot.Commands, Random.Shared.NextInt64());
        _commandPolls = new(_desk);
        _commandWaits = new(_commandPolls);
        _commands = new(queue, new CommandEvents(snapshot.Record.Info.Id, _rules, committer), _commandWaits, time, AfterCommands, DeactivateOnIdle);
        AfterCommands(queue.Due);
    }

    /// <summary>A poll for commands, or of a caller that waits for the end of one.</summary>
    private ParkAnswer ParkForCommands(Poll poll, long now)
    {
        if (poll.Kind == PollKind.Reply && !_commands.Holds(poll.Command))
            return new(Outcome.NotFound);
        _commandPolls.Arriving = poll.PollId;
        if (poll.Kind == PollKind.Reply)
            _commands.Wait(poll.Command, poll.PollId);
        else
            _commands.Park(new(poll.PollId, WallClock + Math.Max(poll.Remaining, 0) + Overdue, poll.Max));
        if (_commandPolls.Take() is { } delivery)
            return new(Outcome.Done, delivery);
        var answer = Park(poll, now);
        if (answer.Silo is null)
            _commands.Leave(poll.PollId);
        return answer;
    }

    /// <summary>What the record shows: a lease is nowhere but in memory, and a time that is over is over before the row says so.</summary>
    private CommandRecord Shown(StoredCommand row) => row.Record switch
    {
        var record when StoredCommand.IsFinal(record.Status, record.Command.OneWay) => record,
        { Status: CommandStatus.Queued } record when _commands.Sent.Contains(row.Id) => record with { Status = CommandStatus.Sent },
        var record when record.Command.ExpiresAt <= WallClock => record with { Status = CommandStatus.Expired },
        var record => record,
    };

    private void AfterCommands(long due)
    {
        Send();
        if (due == _commandsDue)
            return;
        _commandsDue = due;
        if (due == long.MaxValue)
        {
            _commandAlarm?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            return;
        }
        // Longer than a timer can wait: it looks again then.
        var wait = TimeSpan.FromMilliseconds(Math.Clamp(due - WallClock, 0, LongestAlarm));
        if (_commandAlarm is null)
            _commandAlarm = this.RegisterGrainTimer(TickCommands, new() { DueTime = wait, Period = Timeout.InfiniteTimeSpan, Interleave = true });
        else
            _commandAlarm.Change(wait, Timeout.InfiniteTimeSpan);
    }

    private Task TickCommands()
    {
        _commandsDue = long.MaxValue;
        _commands.Tick();
        return Task.CompletedTask;
    }
}
