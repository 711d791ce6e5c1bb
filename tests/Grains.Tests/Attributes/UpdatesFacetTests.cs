using OrleansIot.Attributes;
using OrleansIot.Grains.Attributes;
using OrleansIot.Grains.Commits;
using OrleansIot.Grains.Devices;
using OrleansIot.Grains.Polls;
using OrleansIot.Grains.Tests.Fakes;
using OrleansIot.Polls;
using OrleansIot.Values;

namespace OrleansIot.Grains.Tests.Attributes;

public sealed class UpdatesFacetTests
{
    private const long Lease = 5_000;

    private readonly PassingCommitter _committer = new();
    private readonly GatewayLink _gateway = new(new SilentGateway(), 1);
    private readonly PollDesk _desk = new(100, 0);
    private AttributeFacet _attributes = null!;
    private UpdatesFacet _updates = null!;
    private long _lastPoll;

    [Fact]
    public async Task the_first_poll_starts_at_now_and_commits_its_cursor_once()
    {
        Start(cursor: null);
        await WriteAsync("old", 1);
        _committer.Held = new();
        var first = _updates.BeginAsync();
        var second = _updates.BeginAsync();
        Assert.Same(first, second);
        _committer.Held.Dequeue().SetResult(ChangeResult.Applied);
        Assert.Equal(ChangeResult.Applied, await first);
        Assert.Equal(new CursorChange(7, 1, IsFirst: true), _committer.Changes[^1]);
        Assert.Null(Serve(0));
        Assert.Equal(ChangeResult.Applied, await _updates.BeginAsync());
        Assert.Equal(2, _committer.Changes.Count);
    }

    [Fact]
    public async Task a_first_poll_whose_cursor_could_not_be_committed_is_tried_again_by_the_next()
    {
        Start(cursor: null);
        _committer.Result = ChangeResult.Refused;
        Assert.Equal(ChangeResult.Refused, await _updates.BeginAsync());
        _committer.Result = ChangeResult.Applied;
        Assert.Equal(ChangeResult.Applied, await _updates.BeginAsync());
    }

    [Fact]
    public async Task changes_between_two_polls_are_merged()
    {
        Start(cursor: 0);
        await WriteAsync("a", 1);
        await WriteAsync("b", 1);
        await WriteAsync("a", 2);
        await DeleteAsync("b");
        await WriteAsync("c", 1);
        await DeleteAsync("c");
        await WriteAsync("c", 2);
        var updates = Told(Serve(0));
        Assert.Equal([("a", 2L), ("c", 2L)], updates.Changed.Select(e => (e.Key, e.Value.AsLong)).Order());
        Assert.Equal(["b"], updates.Deleted);
    }

    [Fact]
    public async Task a_change_answers_all_parked_polls_and_the_keys_of_one_write_come_together()
    {
        Start(cursor: 0);
        Park(1);
        Park(2);
        await _attributes.WriteAsync(AttributeScope.Shared, Batch(("p", 1), ("q", 2)), true);
        _updates.Wake(0);
        var sent = _desk.Take();
        Assert.Equal([1, 2], sent.Select(s => s.Delivery.PollId));
        Assert.All(sent, s => Assert.Equal(["p", "q"], Told(s.Delivery).Changed.Select(e => e.Key).Order()));
        Assert.NotEqual(sent[0].Delivery.Lease, sent[1].Delivery.Lease);
    }

    [Fact]
    public async Task a_change_of_shared_attributes_says_so_when_it_can_be_read_and_others_do_not()
    {
        Start(cursor: 0);
        var changes = 0;
        _attributes.SharedChanged = () => changes += _attributes.Read(AttributeScope.Shared, null).Length;
        await _attributes.WriteAsync(AttributeScope.Client, Batch(("a", 1)), true);
        await _attributes.WriteAsync(AttributeScope.Server, Batch(("a", 1)), true);
        Assert.Equal(0, changes);
        await WriteAsync("a", 1);
        Assert.Equal(1, changes);
    }

    [Fact]
    public async Task client_and_server_attributes_wake_nobody()
    {
        Start(cursor: 0);
        Park(1);
        await _attributes.WriteAsync(AttributeScope.Client, Batch(("a", 1)), true);
        await _attributes.WriteAsync(AttributeScope.Server, Batch(("a", 1)), true);
        _updates.Wake(0);
        Assert.Empty(_desk.Take());
        Assert.Null(Serve(0));
    }

    [Fact]
    public async Task a_write_is_not_told_before_its_commit_and_never_without_those_before_it()
    {
        Start(cursor: 0);
        _committer.Held = new();
        var first = WriteAsync("a", 1);
        var second = WriteAsync("b", 1);
        var (endFirst, endSecond) = (_committer.Held.Dequeue(), _committer.Held.Dequeue());
        Assert.Null(Serve(0));
        endSecond.SetResult(ChangeResult.Applied);
        await second;
        Assert.Null(Serve(0));
        endFirst.SetResult(ChangeResult.Applied);
        await first;
        Assert.Equal(["a", "b"], Told(Serve(0)).Changed.Select(e => e.Key).Order());
    }

    [Fact]
    public async Task a_poll_that_meets_an_open_lease_waits_for_its_settlement()
    {
        Start(cursor: 0);
        await WriteAsync("a", 1);
        var given = Serve(0)!;
        await WriteAsync("b", 1);
        Assert.Null(Serve(1));
        Park(9);
        _updates.Wake(1);
        Assert.Empty(_desk.Take());
        Assert.Equal(Lease, _updates.WakeAt);

        _updates.Settle(new(PollKind.Updates, given.PollId, given.Lease, IsWritten: true), 2);
        _updates.Wake(2);
        Assert.Equal(["b"], Told(Assert.Single(_desk.Take()).Delivery).Changed.Select(e => e.Key));
        Assert.Null(_updates.WakeAt);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task what_was_dropped_or_never_settled_is_offered_again_merged_with_what_came_since(bool isSettled)
    {
        Start(cursor: 0);
        await WriteAsync("a", 1);
        var given = Serve(0)!;
        await WriteAsync("b", 1);
        Park(9);
        if (isSettled)
            _updates.Settle(new(PollKind.Updates, given.PollId, given.Lease, IsWritten: false), 2);
        _updates.Wake(isSettled ? 2 : Lease);
        Assert.Equal(["a", "b"], Told(Assert.Single(_desk.Take()).Delivery).Changed.Select(e => e.Key).Order());
    }

    [Fact]
    public async Task a_poll_that_ends_without_taking_its_delivery_gives_it_back()
    {
        Start(cursor: 0);
        await WriteAsync("a", 1);
        var given = Serve(0)!;
        _updates.Leave(given.PollId);
        Assert.NotNull(Serve(1));
    }

    [Fact]
    public async Task a_written_delivery_can_be_taken_back_while_its_lease_lasts()
    {
        Start(cursor: 0);
        await WriteAsync("a", 1);
        var given = Serve(0)!;
        _updates.Settle(new(PollKind.Updates, given.PollId, given.Lease, IsWritten: true), 1);
        Assert.Null(Serve(2));
        Park(9);
        _updates.Settle(new(PollKind.Updates, given.PollId, given.Lease, IsWritten: false), 3);
        _updates.Wake(3);
        Assert.Equal(["a"], Told(Assert.Single(_desk.Take()).Delivery).Changed.Select(e => e.Key));
    }

    [Fact]
    public async Task the_cursor_is_stored_when_nobody_can_take_it_back_any_more_and_one_store_at_a_time()
    {
        Start(cursor: 0);
        await WriteAsync("a", 1);
        var given = Serve(0)!;
        _updates.Settle(new(PollKind.Updates, given.PollId, given.Lease, IsWritten: true), 1);
        var before = _committer.Changes.Count;
        await _updates.SaveAsync(Lease);
        Assert.Equal(before, _committer.Changes.Count);
        _committer.Held = new();
        var saving = _updates.SaveAsync(1 + Lease);
        Assert.Same(saving, _updates.SaveAsync(2 + Lease));
        Assert.Equal(new CursorChange(7, 1, IsFirst: false), _committer.Changes[^1]);
        _committer.Held.Dequeue().SetResult(ChangeResult.Applied);
        await saving;
        await _updates.SaveAsync(3 + Lease);
        Assert.Equal(before + 1, _committer.Changes.Count);
    }

    [Fact]
    public async Task readers_with_a_cursor_of_their_own_are_told_without_a_lease_and_move_nothing()
    {
        Start(cursor: 0);
        await WriteAsync("a", 1);
        await WriteAsync("b", 1);
        var reader = Serve(0, since: 1)!;
        Assert.Equal((0, 2), (reader.Lease, Told(reader).Cursor));
        Assert.Equal(["b"], Told(reader).Changed.Select(e => e.Key));
        Assert.Null(Serve(0, since: 2));
        Assert.Equal(["a", "b"], Told(Serve(0)).Changed.Select(e => e.Key).Order());
    }

    [Fact]
    public async Task a_parked_reader_is_told_of_what_it_has_not_although_the_device_waits_for_a_lease()
    {
        Start(cursor: 0);
        await WriteAsync("a", 1);
        Assert.NotNull(Serve(0));
        Park(8);
        Park(9, since: 1);
        await WriteAsync("b", 1);
        _updates.Wake(0);
        Assert.Equal(9, Assert.Single(_desk.Take()).Delivery.PollId);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(99)]
    public async Task a_cursor_that_this_device_never_had_is_answered_with_everything(long since)
    {
        Start(cursor: 0);
        Assert.Equal((0, true), (Told(Serve(0, since)).Changed.Length, Told(Serve(0, since)).IsComplete));
        await WriteAsync("a", 1);
        await WriteAsync("b", 1);
        await DeleteAsync("b");
        var told = Told(Serve(0, since));
        Assert.True(told.IsComplete);
        Assert.Equal(3, told.Cursor);
        Assert.Equal("a", Assert.Single(told.Changed).Key);
        Assert.Null(Serve(0, told.Cursor));
    }

    [Fact]
    public async Task a_reader_older_than_the_forgotten_deletions_is_told_everything()
    {
        Start(cursor: 0, maxTombstones: 1);
        await WriteAsync("kept", 1);
        await WriteAsync("a", 1);
        await WriteAsync("b", 1);
        await DeleteAsync("a");
        await DeleteAsync("b");
        var told = Told(Serve(0, since: 3));
        Assert.True(told.IsComplete);
        Assert.Equal("kept", Assert.Single(told.Changed).Key);
        Assert.Equal(["b"], told.Deleted);
        Assert.False(Told(Serve(0, since: 4)).IsComplete);
    }

    [Fact]
    public void a_shared_attribute_under_the_reserved_key_from_earlier_times_is_not_told()
    {
        Start(cursor: 0, stored: [new(AttributeScope.Shared, UpdateRules.ReservedKey, TypedValue.Long(5), 1, 1)]);
        Assert.Null(Serve(0));
        Assert.NotNull(UpdateRules.Check(AttributeScope.Shared, Batch((UpdateRules.ReservedKey, 1))));
        Assert.Null(UpdateRules.Check(AttributeScope.Server, Batch((UpdateRules.ReservedKey, 1))));
        Assert.Null(UpdateRules.Check(AttributeScope.Shared, Batch(("a", 1))));
    }

    private static AttributeBatch Batch(params (string Key, long Value)[] values) => new(1, [.. values.Select(v => new AttributeValue(v.Key, TypedValue.Long(v.Value)))]);

    private static AttributeUpdates Told(PollDelivery? delivery) => Assert.IsType<AttributeUpdates>(delivery!.Content);

    private void Start(long? cursor, int maxTombstones = 100, AttributeEntry[]? stored = null)
    {
        var snapshot = Snapshots.Of(7, new DeviceState(stored?.Length ?? 0, cursor, 0), stored);
        _attributes = new(snapshot, 77, new() { MaxTombstones = maxTombstones }, _committer);
        _updates = new(7, cursor, _attributes, _desk, _committer);
    }

    private Task<ChangeResult> WriteAsync(string key, long value) => _attributes.WriteAsync(AttributeScope.Shared, Batch((key, value)), true);

    private Task<ChangeResult> DeleteAsync(string key) => _attributes.DeleteAsync(AttributeScope.Shared, [key], 1);

    private PollDelivery? Serve(long now, long? since = null) => _updates.Serve(new(++_lastPoll + 1_000, PollKind.Updates, _gateway.Observer, 1_000, since), now);

    private void Park(long id, long? since = null) =>
        Assert.True(_desk.TryPark(new(new(id, PollKind.Updates, _gateway.Observer, 1_000, since), _gateway, 100_000), 0));
}
