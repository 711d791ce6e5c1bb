using OrleansIot.Attributes;
using OrleansIot.Grains.Attributes;
using OrleansIot.Grains.Commits;
using OrleansIot.Grains.Devices;
using OrleansIot.Polls;
using OrleansIot.Values;

namespace OrleansIot.Grains.Tests.Model;

/// <summary>
/// Changes of shared attributes and the polls that tell of them (G2). Two clients poll: the device, whose cursor the grain keeps, and a reader that keeps its own.
/// Connections are cut while a poll is parked, while its answer is on the way, and after it; messages between gateway and grain are delayed, reordered and lost.
/// </summary>
internal sealed class UpdatesPart : IModelPart
{
    /// <summary>Longest time a settlement is on its way, in milliseconds; the gateway repeats it until it arrives.</summary>
    private const long SettlementTime = 100;

    private static readonly string[] Keys = ["a", "b", "c"];

    private readonly DeviceWorld _world;
    private readonly ModelClient _device = new("device", keepsCursor: false);
    private readonly ModelClient _reader = new("reader", keepsCursor: true);
    private readonly Dictionary<long, ModelClient> _polls = [];
    private readonly List<(ModelClient Client, long Poll, long Now)> _beginning = [];
    private readonly List<PollDelivery> _deliveries = [];
    private readonly List<(Settlement Settlement, long Until)> _settlements = [];
    private UpdatesFacet _updates = null!;
    private long _lastValue;

    /// <summary>The version at which a poll of the device was taken first: what was before it is history, what came after it is owed.</summary>
    private long? _begin;

    public UpdatesPart(DeviceWorld world)
    {
        _world = world;
        Steps =
        [
            ("write", n => Write(AttributeScope.Shared, n)),
            ("write", n => Write(AttributeScope.Shared, n)),
            ("write client", n => Write(AttributeScope.Client, n)),
            ("delete", n => _ = world.Attributes.DeleteAsync(AttributeScope.Shared, [Keys[n % 3], Keys[n / 3 % 3]], world.Time)),
            ("device polls", _ => Park(_device)),
            ("device polls", _ => Park(_device)),
            ("reader polls", _ => Park(_reader)),
            ("delivery arrives", Deliver),
            ("delivery arrives", Deliver),
            ("delivery is lost", n => Pick(_deliveries, n, _ => { })),
            ("settlement arrives", Settle),
            ("settlement arrives", Settle),
            ("answer is read", n => Read(Client(n))),
            ("answer is read, then cut", n => Read(Client(n), isCut: true)),
            ("cut", n => Cut(Client(n), n / 3)),
            ("poll times out", n => Leave(Client(n))),
        ];
    }

    public IReadOnlyList<(string Name, Action<int> Do)> Steps { get; }

    private ModelClient[] Clients => [_device, _reader];

    /// <summary>The gateway notices that the silo is gone, and parks again what it holds.</summary>
    public void Activated()
    {
        var stored = _world.Stored;
        _updates = new(stored.Record.Number, stored.State.UpdatesCursor, _world.Attributes, _world.Desk, _world.Committer);
        _settlements.Clear();
        _beginning.Clear();
        foreach (var client in Clients)
        {
            if (client.Parked is { } poll)
                Serve(client, poll, _world.Attributes.Version);
        }
    }

    public void GatewayDied()
    {
        _deliveries.Clear();
        foreach (var client in Clients)
            (client.Parked, client.Unread) = (null, null);
    }

    public void Tend()
    {
        foreach (var late in _settlements.Where(s => s.Until <= _world.Time).ToArray())
            Settle(late);
        var waiting = _beginning.ToArray();
        _beginning.Clear();
        foreach (var (client, id, now) in waiting)
            Serve(client, id, now);
        _updates.Wake(_world.Time);
        _deliveries.AddRange(_world.Sent<AttributeUpdates>());
        _ = _updates.SaveAsync(_world.Time);
    }

    /// <summary>The stored cursor stands on nothing that the device has not got.</summary>
    public void Check()
    {
        var stored = _world.Stored;
        foreach (var (key, version, _) in Newest(stored))
        {
            if (version <= stored.State.UpdatesCursor && version > _begin)
                Assert.True(_device.Version(key) >= version, $"the cursor {stored.State.UpdatesCursor} is beyond {key} {version}, but the device knows only {_device.Version(key)}");
        }
    }

    public void Finish()
    {
        for (var round = 0; round < 3; round++)
        {
            foreach (var client in Clients)
            {
                Arrive();
                _world.Wait(DeviceWorld.LeaseTime + 1);
                Leave(client);
                _world.Tend();
                Park(client);
                Arrive();
            }
        }
        foreach (var (key, version, isDeleted) in Newest(_world.Stored))
        {
            if (version > _begin)
                Assert.True(_device.Knows(key, version, isDeleted), $"the device was never told of {key} {version}; it knows {_device.Version(key)}");
            Assert.True(_reader.Knows(key, version, isDeleted), $"the reader was never told of {key} {version}; it knows {_reader.Version(key)}");
        }
    }

    /// <summary>Everything that is under way gets where it is going.</summary>
    private void Arrive()
    {
        bool isQuiet;
        do
        {
            isQuiet = !_world.CommitNext() && _deliveries.Count + _settlements.Count == 0 && Clients.All(c => c.Unread is null);
            Deliver(0);
            foreach (var client in Clients)
                Read(client);
            Settle(0);
            _world.Tend();
        }
        while (!isQuiet);
    }

    private static IEnumerable<(string Key, long Version, bool IsDeleted)> Newest(DeviceSnapshot stored) =>
        stored.Attributes.Where(e => e.Scope == AttributeScope.Shared).Select(e => (e.Key, e.Version, false)).Concat(stored.Tombstones.Select(t => (t.Key, t.Version, true)));

    private ModelClient Client(int n) => n % 3 == 0 ? _reader : _device;

    private void Write(AttributeScope scope, int n)
    {
        string[] keys = n % 4 == 0 ? Keys : [Keys[n % 3]];
        _ = _world.Attributes.WriteAsync(scope, new(_world.Time, [.. keys.Select(k => new AttributeValue(k, TypedValue.Long(++_lastValue)))]), rewriteUnchanged: true);
    }

    /// <summary>A client polls again only when its last poll is over.</summary>
    private void Park(ModelClient client)
    {
        if (client.Parked is not null || client.Unread is not null)
            return;
        var poll = _world.NextPoll();
        client.Parked = poll;
        _polls[poll] = client;
        Serve(client, poll, _world.Attributes.Version);
    }

    /// <summary>What the grain does with a poll. The first of all waits until its cursor is committed, and goes on in a later turn.</summary>
    /// <param name="now">The version at which it came.</param>
    private void Serve(ModelClient client, long id, long now)
    {
        if (client.Parked != id)
            return;
        if (client.Since is null)
        {
            var beginning = _updates.BeginAsync();
            if (!beginning.IsCompleted)
            {
                _beginning.Add((client, id, now));
                return;
            }
            Assert.Equal(ChangeResult.Applied, beginning.GetAwaiter().GetResult());
            _begin ??= now;
        }
        var poll = new Poll(id, PollKind.Updates, _world.Gateway.Observer, 60_000, client.Since);
        if (_updates.Serve(poll, _world.Time) is { } delivery)
            _deliveries.Add(delivery);
        else
            Assert.True(_world.Desk.TryPark(new(poll, _world.Gateway, _world.Time + 60_000), _world.Time), "the desk is full");
    }

    private void Deliver(int n) => Pick(_deliveries, n, delivery =>
    {
        var client = _polls[delivery.PollId];
        if (client.Parked == delivery.PollId)
            (client.Parked, client.Unread) = (null, delivery);
    });

    /// <param name="isCut">The connection breaks afterwards, and the gateway says so.</param>
    private void Read(ModelClient client, bool isCut = false)
    {
        if (client.Unread is not { } delivery)
            return;
        client.Unread = null;
        client.Take((AttributeUpdates)delivery.Content!);
        Send(delivery, isWritten: true);
        if (isCut)
            Send(delivery, isWritten: false);
    }

    /// <summary>The connection breaks. An answer that was on it is lost; the gateway may have flushed it before it learns that, and then says so afterwards.</summary>
    private void Cut(ModelClient client, int n)
    {
        Leave(client);
        if (client.Unread is not { } lost)
            return;
        client.Unread = null;
        if (n % 2 == 0)
            Send(lost, isWritten: true);
        Send(lost, isWritten: false);
    }

    /// <summary>The poll ends at its gateway, which tells the grain.</summary>
    private void Leave(ModelClient client)
    {
        if (client.Parked is not { } id)
            return;
        client.Parked = null;
        _world.Desk.Remove(id);
        _updates.Leave(id);
    }

    private void Send(PollDelivery delivery, bool isWritten)
    {
        if (delivery.Lease != 0)
            _settlements.Add((new(PollKind.Updates, delivery.PollId, delivery.Lease, isWritten), _world.Time + SettlementTime));
    }

    private void Settle(int n) => Pick(_settlements, n, Settle);

    private void Settle((Settlement Settlement, long Until) message)
    {
        _settlements.Remove(message);
        _updates.Settle(message.Settlement, _world.Time);
    }

    private static void Pick<T>(List<T> from, int n, Action<T> with)
    {
        if (from.Count == 0)
            return;
        var one = from[n % from.Count];
        from.RemoveAt(n % from.Count);
        with(one);
    }
}
