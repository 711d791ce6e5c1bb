using OrleansIot.Grains.Commits;
using OrleansIot.Grains.Rpc;
using OrleansIot.Rpc;

namespace OrleansIot.Grains.Tests.Rpc;

/// <summary>A device's queue, its table and the world around it, driven step by step. After every step it checks what must hold.</summary>
internal sealed class ScheduledQueue
{
    public const int Acts = 12;

    private static readonly CommandRules Rules = new(MaxCommands: 30, MaxBytes: 1 << 20, Redelivery: 5_000, Lease: 10_000);

    private readonly CommandTable _table = new();
    private readonly Queue<Change> _stores = new();
    private readonly List<CommandEffect.Deliver> _leases = [];
    private readonly List<CommandEffect.Answer> _answers = [];
    private readonly List<long> _parked = [];
    private readonly Dictionary<Guid, List<CommandEnd>> _heard = [];
    private readonly Dictionary<long, Guid> _callers = [];
    private readonly HashSet<int> _numbers = [];
    private readonly HashSet<int> _written = [];
    private CommandQueue _queue;
    private long _now = 1_000_000;
    private long _polls;
    private int _activations;

    public ScheduledQueue() => _queue = Activate();

    public void Step(int act, int which, int time)
    {
        switch (act)
        {
            case 0 or 1 when _queue.LastId < 25:
                Issue(oneWay: which % 2 == 0, persistent: which % 3 == 0, retries: which % 5 == 0 ? which % 3 : null, timeout: 1_000 + (4 * time));
                break;
            case 2 when _stores.Count > 0:
                Store(which % 10 == 0 ? ChangeResult.Refused : null);
                break;
            case 3:
                Park(which, time);
                break;
            case 4 when _parked.Count > 0:
                Leave(_parked[which % _parked.Count]);
                break;
            case 5 or 6 when _leases.Count > 0:
                Settle(_leases[which % _leases.Count], written: which % 4 != 0);
                break;
            case 7 when _queue.LastId > 0:
                Apply(_queue.Reply(1 + (which % _queue.LastId), new(true, [(byte)which]), _now));
                break;
            case 8:
                _now += time;
                Apply(_queue.Tick(_now));
                break;
            case 9 when _answers.Count > 0:
                Take(_answers[which % _answers.Count], written: which % 2 == 0);
                break;
            case 10 when _queue.Commands.Count > 0:
                Wait(_queue.Commands.Values.ElementAt(which % _queue.Commands.Count));
                break;
            case 11 when which % 4 == 0:
                Crash(which);
                break;
            default:
                break;
        }
        Check();
    }

    /// <summary>Lets everything end: what is stored, and time until nothing is due.</summary>
    public void RunOut()
    {
        do
        {
            while (_stores.Count > 0)
                Store(null);
            Check();
            if (_queue.Due == long.MaxValue)
                break;
            _now = Math.Max(_now, _queue.Due);
            Apply(_queue.Tick(_now));
        }
        while (true);
        Assert.Empty(_queue.Commands);
        Assert.All(_table.Rows.Values, row => Assert.True(CommandTable.IsFinal(row), "a command never ended"));
    }

    private void Issue(bool oneWay, bool persistent, int? retries, int timeout)
    {
        var command = new NewCommand(Guid.NewGuid(), _now, _now + timeout, oneWay, persistent, retries, "m", null, null);
        if (!_queue.HasRoomFor(command))
            return;
        Apply(_queue.Create(command, _now));
        Assert.True(_numbers.Add(_queue.LastId), "a number was given twice");
        Assert.Equal(_numbers.Max(), _queue.LastId);
        if (!persistent)
            Wait(_queue.Commands[_queue.LastId]);
    }

    private void Wait(PendingCommand command)
    {
        if (command.Persistent)
            return;
        _callers[++_polls] = command.Uuid;
        _parked.Add(_polls);
        Apply(_queue.Wait(command.Uuid, _polls, _now));
    }

    private void Park(int which, int time)
    {
        _parked.Add(++_polls);
        Apply(_queue.Park(new(_polls, _now + 1 + time, 1 + (which % 3)), _now));
    }

    private void Leave(long poll)
    {
        _parked.Remove(poll);
        Apply(_queue.Leave(poll, _now));
    }

    private void Settle(CommandEffect.Deliver lease, bool written)
    {
        // A connection may also break after it was reported as written.
        if (!written)
            _leases.Remove(lease);
        else
            _written.UnionWith(lease.Commands.Select(c => c.Id));
        Apply(_queue.Settle(lease.Lease, written, _now));
    }

    private void Take(CommandEffect.Answer answer, bool written)
    {
        _answers.Remove(answer);
        Apply(_queue.Settle(answer.Lease, written, _now));
    }

    /// <param name="result">Null: what the table says.</param>
    private void Store(ChangeResult? result)
    {
        var change = _stores.Dequeue();
        Apply(_queue.Stored(change, result ?? _table.Apply(change), _now));
    }

    /// <summary>The silo dies: what was on its way to the database arrives or does not, polls and leases are gone.</summary>
    private void Crash(int which)
    {
        for (var arrives = which % 3; arrives > 0 && _stores.Count > 0; arrives--)
            _table.Apply(_stores.Dequeue());
        _stores.Clear();
        _parked.Clear();
        _answers.Clear();
        _queue = Activate();
        // Numbers whose rows never arrived were never seen by anybody.
        _numbers.RemoveWhere(n => n > _table.LastId);
        Apply(_queue.Tick(_now));
    }

    private CommandQueue Activate() => CommandQueue.Load(7, Rules, _table.LastId, _table.Pending, ++_activations * 1_000_000L);

    private void Apply((CommandQueue Queue, List<CommandEffect> Effects) transition)
    {
        var before = _queue;
        _queue = transition.Queue;
        foreach (var effect in transition.Effects)
        {
            switch (effect)
            {
                case CommandEffect.Store store:
                    _stores.Enqueue(store.Change);
                    break;
                case CommandEffect.Deliver deliver:
                    Hand(deliver, before);
                    break;
                case CommandEffect.Answer answer:
                    Hear(answer);
                    break;
                default:
                    Assert.Fail("nothing here makes memory and table differ");
                    break;
            }
        }
    }

    private void Hand(CommandEffect.Deliver deliver, CommandQueue before)
    {
        Assert.True(_parked.Remove(deliver.Poll), "a poll was answered that is not parked");
        foreach (var command in deliver.Commands)
        {
            var row = _table.Rows[command.Id];
            Assert.False(CommandTable.IsFinal(row), "a command that has ended was handed out");
            Assert.True(row.Command.ExpiresAt > _now, "a command whose time is over was handed out");
            Assert.False(before.Commands.TryGetValue(command.Id, out var was) && was is { Stage: CommandStage.Leased } && was.Until > _now && was.Lease == deliver.Lease);
            Assert.Equal(deliver.Lease, _queue.Commands[command.Id].Lease);
        }
        var handed = deliver.Commands.Select(c => c.Id).ToHashSet();
        var waiting = _queue.Commands.Values.Where(c => c is { Stage: CommandStage.Waiting, IsDelivered: false }).Select(c => c.Id).ToArray();
        foreach (var id in handed)
        {
            var younger = _queue.Commands[id].IsDelivered ? 0 : id;
            Assert.DoesNotContain(waiting, w => younger == 0 ? !IsBehindCreation(w) : w < younger);
        }
        _leases.Add(deliver);
    }

    private bool IsBehindCreation(int id) => _queue.Commands.Values.Any(c => c.Stage == CommandStage.Creating && c.Id < id);

    private void Hear(CommandEffect.Answer answer)
    {
        Assert.True(_parked.Remove(answer.Poll), "a caller was answered that does not wait");
        var uuid = _callers[answer.Poll];
        var row = _table.Rows.Values.Single(r => r.Command.Uuid == uuid);
        Assert.Equal((row.Status, row.Reply), (answer.End.Status, answer.End.Reply));
        if (!_heard.TryGetValue(uuid, out var ends))
            _heard[uuid] = ends = [];
        ends.Add(answer.End);
        Assert.Single(ends.Distinct());
        _answers.Add(answer);
    }

    private void Check()
    {
        Assert.True(_queue.Due > _now, "something that is due was not done");
        Assert.True(_queue.Polls.IsEmpty || !_queue.Commands.Values.Any(c => c.IsOffered && c.Until <= _now && !IsBehindCreation(c.Id) && !c.IsDelivered), "a poll waits beside a command");
        Assert.Equal(_queue.Polls.Select(p => p.Id).Order(), _queue.Polls.Select(p => p.Id));
        foreach (var (id, row) in _table.Rows)
        {
            Assert.True(row.Status != CommandStatus.Delivered || _written.Contains(id), "Delivered, and no live connection took it");
            Assert.True(row.Status is not (CommandStatus.Expired or CommandStatus.Timeout) || row.Command.ExpiresAt <= _now, "ended before its time");
            Assert.True(row.Status != CommandStatus.Successful || row is { Reply: not null, Command.OneWay: false });
        }
        // What is open in the table is in memory, or its change is on its way.
        foreach (var row in _table.Rows.Values.Where(r => !CommandTable.IsFinal(r)))
            Assert.True(_queue.Find(row.Command.Uuid) is not null || _stores.Any(s => s is CommandRemoval r && r.Uuid == row.Command.Uuid), "an open command was forgotten");
    }
}
