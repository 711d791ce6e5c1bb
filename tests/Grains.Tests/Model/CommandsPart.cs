using OrleansIot.Grains.Commits;
using OrleansIot.Grains.Rpc;
using OrleansIot.Polls;
using OrleansIot.Rpc;

namespace OrleansIot.Grains.Tests.Model;

/// <summary>
/// Commands, the polls that fetch them, replies, expiry and callers (G3). The device has two connections that may poll. Connections are cut while a poll is parked, while
/// its answer is on the way, and after it; messages between gateway and grain are delayed, reordered and lost; gateways and silos die.
/// </summary>
internal sealed partial class CommandsPart : IModelPart
{
    /// <summary>Longest time that the word about a connection that broke is on its way, in milliseconds.</summary>
    private const long SettlementTime = CommandRules.Confirmation / 2;

    private const int MaxCalls = 20;

    private readonly DeviceWorld _world;
    private readonly WorldTime _time = new();
    private readonly List<ModelCall> _calls = [];
    private readonly long?[] _parked = new long?[2];
    private readonly PollDelivery?[] _unread = new PollDelivery?[2];
    private readonly List<PollDelivery> _deliveries = [];
    private readonly List<(Settlement Settlement, long Until)> _settlements = [];
    private readonly List<(int Id, byte[] Json)> _replies = [];
    private CommandFacet _commands = null!;
    private DeskPolls _polls = null!;
    private long _due;
    private byte _lastReply;
    private bool _mustRestart;

    public CommandsPart(DeviceWorld world)
    {
        _world = world;
        Steps =
        [
            ("issue", Issue),
            ("issue", Issue),
            ("gateway issues again", n => Pick([.. _calls.Where(c => !c.IsIssued)], n, Issue)),
            ("gateway parks again", _ => ParkAgain()),
            ("device polls", Park),
            ("device polls", Park),
            ("delivery arrives", Deliver),
            ("delivery arrives", Deliver),
            ("delivery is lost", n => Take(_deliveries, n, _ => { })),
            ("settlement arrives", n => Take(_settlements, n, Settle)),
            ("settlement arrives", n => Take(_settlements, n, Settle)),
            ("answer is read", n => Read(n % 2)),
            ("answer is read", n => Read(n % 2)),
            ("answer is read, then cut", n => Read(n % 2, isCut: true)),
            ("device replies", n => Pick(_replies, n, Reply)),
            ("device replies", n => Pick(_replies, n, Reply)),
            ("stray reply", n => Reply((n % 30, [0]))),
            ("cut", n => Cut(n % 2, n / 2)),
            ("poll times out", n => Leave(n % 2)),
            ("caller leaves", n => Pick(_calls, n, LeaveCaller)),
        ];
    }

    public IReadOnlyList<(string Name, Action<int> Do)> Steps { get; }

    /// <summary>The gateway notices that the silo is gone: it issues again what was not acknowledged, and parks again what it holds.</summary>
    public void Activated()
    {
        _time.Now = _world.Time;
        _mustRestart = false;
        _settlements.Clear();
        var stored = _world.Stored;
        var rules = new CommandRules(1_000, 1 << 20, Redelivery: 5_000, (int)DeviceWorld.LeaseTime);
        var queue = CommandQueue.Load(stored.Record.Number, rules, stored.State.LastRpc, stored.Commands, _world.NextPoll() * 1_000_000);
        _polls = new(_world.Desk);
        _due = queue.Due;
        _commands = new(queue, _world.Committer, _polls, _time, due => _due = due, () => _mustRestart = true);
        foreach (var call in _calls.Where(c => !c.IsIssued))
            Issue(call);
        ParkAgain();
    }

    /// <summary>Its connections and what it holds are gone. That a connection broke is the last it says.</summary>
    public void GatewayDied()
    {
        foreach (var word in _settlements.Where(s => !s.Settlement.IsWritten).ToArray())
            Settle(word);
        _settlements.Clear();
        _deliveries.Clear();
        Array.Clear(_parked);
        Array.Clear(_unread);
        _calls.ForEach(c => c.Parked = null);
    }

    public void Tend()
    {
        PassTime();
        if (_mustRestart)
            _world.Restart();
    }

    /// <summary>One thing after another, each at its time.</summary>
    private void PassTime()
    {
        while (true)
        {
            foreach (var delivery in _world.Sent<DeviceCommands>().Concat(_world.Sent<CommandEnd>()))
                Hand(delivery);
            var late = _settlements.Count == 0 ? default : _settlements.MinBy(s => s.Until);
            var next = Math.Min(_due, late.Settlement is null ? long.MaxValue : late.Until);
            _time.Now = Math.Max(_time.Now, Math.Min(next, _world.Time));
            if (next > _world.Time)
                return;
            if (_due <= next)
                _commands.Tick();
            else if (_settlements.Remove(late))
                Settle(late);
        }
    }

    private void Issue(int n)
    {
        if (_calls.Count == MaxCalls)
            return;
        var life = 1_000 + (n % 7 * 4_000);
        int? retries = n % 5 == 0 ? n % 3 : null;
        var call = new ModelCall(new(new Guid(_calls.Count + 1, 0, 0, new byte[8]), _world.Time, _world.Time + life, OneWay: n % 2 == 0, Persistent: n % 3 == 0, retries, $"m{_calls.Count}", null, null));
        _calls.Add(call);
        Issue(call);
    }

    private void Issue(ModelCall call) => _world.Watch(IssueAsync(call, _commands));

    private async Task IssueAsync(ModelCall call, CommandFacet commands)
    {
        var result = await commands.IssueAsync(call.Command);
        // Stored by an earlier attempt under another number, and ended since.
        var isStored = result == ChangeResult.Applied || (result == ChangeResult.Unmatched && Row(call) is not null);
        if (!isStored || commands != _commands || call.IsIssued)
            return;
        call.IsIssued = true;
        if (call.Command.Persistent)
            return;
        call.Parked = _world.NextPoll();
        Wait(call);
    }

    /// <summary>A caller's gateway parks for the end. A command that the device does not hold any more has ended unheard.</summary>
    private void Wait(ModelCall call)
    {
        if (!_commands.Holds(call.Command.Uuid))
        {
            Assert.True(_world.Time >= call.Command.ExpiresAt, $"{call.Command.Method} was forgotten while its caller waits");
            call.Parked = null;
            return;
        }
        _polls.Arriving = call.Parked;
        _commands.Wait(call.Command.Uuid, call.Parked!.Value);
        HandOrPark(call.Parked.Value, PollKind.Reply);
    }

    private void Park(int n)
    {
        if (_parked[n % 2] is not null || _unread[n % 2] is not null)
            return;
        var poll = _world.NextPoll();
        _parked[n % 2] = poll;
        Serve(poll, 1 + (n / 2 % 3));
    }

    private void Serve(long poll, int max)
    {
        _polls.Arriving = poll;
        _commands.Park(new(poll, _world.Time + 60_000, max));
        HandOrPark(poll, PollKind.Commands);
    }

    private void HandOrPark(long poll, PollKind kind)
    {
        if (_polls.Take() is { } delivery)
            Hand(delivery);
        else
            Assert.True(_world.Desk.TryPark(new(new(poll, kind, _world.Gateway.Observer, 60_000), _world.Gateway, long.MaxValue), _world.Time), "the desk is full");
    }

    private void Deliver(int n) => Take(_deliveries, n, delivery =>
    {
        if (Array.IndexOf(_parked, delivery.PollId) is >= 0 and var connection)
            (_parked[connection], _unread[connection]) = (null, delivery);
        else if (_calls.Find(c => c.Parked == delivery.PollId) is { } call)
            Tell(call, delivery);
        else
            Send(delivery, isWritten: false);
    });

    private void Tell(ModelCall call, PollDelivery delivery)
    {
        Assert.True(call.Told is null, $"the caller of {call.Command.Method} was answered twice");
        (call.Told, call.Parked) = ((CommandEnd)delivery.Content!, null);
        Send(delivery, isWritten: true);
    }

    /// <param name="isCut">The connection breaks afterwards, and the gateway says so.</param>
    private void Read(int connection, bool isCut = false)
    {
        if (_unread[connection] is not { } delivery)
            return;
        _unread[connection] = null;
        foreach (var command in ((DeviceCommands)delivery.Content!).Commands)
        {
            var call = _calls.Single(c => c.Command.Method == command.Method);
            Assert.True(call.Id is null || call.Id == command.Id, $"{command.Method} has the numbers {call.Id} and {command.Id}");
            Assert.True(_calls.TrueForAll(c => c == call || c.Id != command.Id), $"the number {command.Id} was given twice");
            call.Id = command.Id;
            _replies.Add((command.Id, [++_lastReply]));
        }
        Send(delivery, isWritten: true);
        if (isCut)
            Send(delivery, isWritten: false);
    }

    private void Reply((int Id, byte[] Json) reply) => _world.Watch(ReplyAsync(reply.Id, reply.Json, _commands));

    private async Task ReplyAsync(int id, byte[] json, CommandFacet commands)
    {
        var call = _calls.Find(c => c.Id == id && !c.Command.OneWay && _world.Time < c.Command.ExpiresAt);
        if (await commands.ReplyAsync(id, new(true, json)) == ChangeResult.Applied && commands == _commands && call is not null)
            call.IsReplied = true;
    }

    /// <summary>The connection breaks. An answer that was on it is lost; the gateway may have flushed it before it learns that, and then says both.</summary>
    private void Cut(int connection, int n)
    {
        Leave(connection);
        if (_unread[connection] is not { } lost)
            return;
        _unread[connection] = null;
        if (n % 2 == 0)
        {
            foreach (var command in ((DeviceCommands)lost.Content!).Commands)
                _calls.Single(c => c.Command.Method == command.Method).IsFlushed = true;
            Send(lost, isWritten: true);
        }
        Send(lost, isWritten: false);
    }

    private void Leave(int connection)
    {
        if (_parked[connection] is { } poll)
            Unpark(poll);
        _parked[connection] = null;
    }

    private void LeaveCaller(ModelCall call)
    {
        if (call.Parked is { } poll)
            Unpark(poll);
        call.Parked = null;
    }

    private void Unpark(long poll)
    {
        _world.Desk.Remove(poll);
        _commands.Leave(poll);
    }

    /// <summary>The gateway has not heard of the silo for a while, and parks again what it holds.</summary>
    private void ParkAgain()
    {
        foreach (var call in _calls.Where(c => c.IsIssued && c.Parked is not null))
            Wait(call);
        foreach (var poll in _parked)
        {
            if (poll is { } id)
                Serve(id, 1);
        }
    }

    private void Send(PollDelivery delivery, bool isWritten)
    {
        var kind = delivery.Content is CommandEnd ? PollKind.Reply : PollKind.Commands;
        _settlements.Add((new(kind, delivery.PollId, delivery.Lease, isWritten), _world.Time + SettlementTime));
    }

    private void Settle((Settlement Settlement, long Until) word) => _commands.Settle(word.Settlement.Lease, word.Settlement.IsWritten);

    private static void Pick<T>(List<T> from, int n, Action<T> with)
    {
        if (from.Count > 0)
            with(from[n % from.Count]);
    }

    private static void Take<T>(List<T> from, int n, Action<T> with)
    {
        if (from.Count == 0)
            return;
        var one = from[n % from.Count];
        from.RemoveAt(n % from.Count);
        with(one);
    }
}
