using System.Text;
using OrleansIot.Grains.Commits;
using OrleansIot.Grains.Rules;
using OrleansIot.Grains.Rules.Outbox;
using OrleansIot.Grains.Tests.Fakes;

namespace OrleansIot.Grains.Tests.Rules;

public sealed class DeviceOutboxTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly RuleBench _bench = new();
    private readonly ChainBuilder _chain = new() { DebugMode = true };

    public DeviceOutboxTests()
    {
        _chain.Node("type", "filter.TbMsgTypeSwitchNode");
        _bench.Store.Put(_chain.Build());
        _bench.Store.Root = _chain.Id;
    }

    [Fact]
    public async Task what_is_committed_passes_the_chain_in_order_once_and_leaves_the_table()
    {
        var outbox = Open();
        for (var n = 0; n < 1_000; n++)
            Commit(outbox, Reserve(outbox, n));
        Assert.Equal(Enumerable.Range(0, 1_000), await SeenAsync(1_000));
        await EmptyAsync();
    }

    [Fact]
    public async Task commits_that_end_out_of_order_are_still_seen_in_order()
    {
        var outbox = Open();
        var entries = Enumerable.Range(0, 100).Select(n => Reserve(outbox, n)).ToArray();
        foreach (var entry in entries.Reverse())
            Commit(outbox, entry);
        Assert.Equal(Enumerable.Range(0, 100), await SeenAsync(100));
    }

    [Theory]
    [InlineData(ChangeResult.Unmatched)]
    [InlineData(ChangeResult.Refused)]
    [InlineData(ChangeResult.LimitExceeded)]
    [InlineData(ChangeResult.Failed)]
    public async Task what_is_not_stored_is_not_seen_and_holds_nobody_up(ChangeResult result)
    {
        var outbox = Open();
        var (lost, stored) = (Reserve(outbox, 0), Reserve(outbox, 1));
        Commit(outbox, stored);
        outbox.Settle(lost, result);
        Assert.Equal(1, Assert.Single(await SeenAsync(1)));
    }

    [Fact]
    public async Task what_does_not_fit_into_memory_waits_in_the_table_and_keeps_its_place()
    {
        var outbox = Open();
        var first = Reserve(outbox, 0);
        var others = Enumerable.Range(1, 3_000).Select(n => Reserve(outbox, n)).ToArray();
        foreach (var entry in others)
            Commit(outbox, entry);
        Commit(outbox, first);
        Assert.Equal(Enumerable.Range(0, 3_001), await SeenAsync(3_001));
        await EmptyAsync();
    }

    [Fact]
    public async Task what_another_activation_left_behind_is_seen_before_what_comes_now()
    {
        for (var n = 0; n < 250; n++)
            _bench.Store.Store(Messages.Device.Number, Entry(n + 1, n));
        var outbox = Open();
        outbox.Resume();
        Commit(outbox, Reserve(outbox, 250));
        Assert.Equal(Enumerable.Range(0, 251), await SeenAsync(251));
        await EmptyAsync();
    }

    [Fact]
    public async Task what_was_taken_up_too_often_is_given_up()
    {
        _bench.Store.Store(Messages.Device.Number, Entry(1, 0));
        _bench.Store.Store(Messages.Device.Number, Entry(2, 1));
        for (var i = 0; i < 3; i++)
            await _bench.Store.CountAsync(new(Messages.Device.Number, 1, 1), TestContext.Current.CancellationToken);
        Open().Resume();
        Assert.Equal(1, Assert.Single(await SeenAsync(1)));
        await EmptyAsync();
    }

    [Fact]
    public async Task what_never_began_is_not_given_up_however_often_its_silo_ended()
    {
        for (var n = 0; n < 3; n++)
            _bench.Store.Store(Messages.Device.Number, Entry(n + 1, n));
        for (var silo = 0; silo < 5; silo++)
        {
            // Reads its page and gets no further than to the first: that one ends it.
            await _bench.Store.ReadAsync(Messages.Device.Number, 0, 100, TestContext.Current.CancellationToken);
            await _bench.Store.CountAsync(new(Messages.Device.Number, 1, 1), TestContext.Current.CancellationToken);
        }
        Open().Resume();
        Assert.Equal(new[] { 1, 2 }, await SeenAsync(2));
        await EmptyAsync();
    }

    [Fact]
    public async Task what_was_left_behind_is_seen_although_the_device_never_rests()
    {
        var outbox = Open();
        var held = Reserve(outbox, 1);
        _bench.Store.Store(Messages.Device.Number, Entry(1, 0));
        outbox.Resume();
        Assert.Empty(_bench.In(_chain.Id));
        Commit(outbox, held);
        Assert.Equal(new[] { 1, 0 }, await SeenAsync(2));
        await EmptyAsync();
    }

    [Fact]
    public async Task what_the_server_cannot_get_through_is_counted_and_taken_up_again()
    {
        var time = new WatchedTime();
        var bench = new RuleBench(new RuleOptions { MaxAttempts = 1 }, time: time);
        bench.Store.Put(_chain.Build());
        bench.Store.Root = _chain.Id;
        bench.Store.Failures.Enqueue(new TimeoutException());
        var outbox = new DeviceOutbox(Messages.Device.Number, bench.Outbox, () => Messages.Device);
        var entry = outbox.Reserve(MessageTypes.EntityUpdated, "7"u8.ToArray())!;
        bench.Store.Store(Messages.Device.Number, entry);
        outbox.Settle(entry, ChangeResult.Applied);
        await AsyncWait.UntilAsync(() => bench.Store.Read(Messages.Device.Number) is [{ Attempts: 1 }], Patience);
        Assert.Empty(bench.In(_chain.Id));
    }

    [Fact]
    public async Task chain_that_cannot_be_loaded_is_asked_for_again()
    {
        var time = new WatchedTime();
        var bench = new RuleBench(time: time);
        bench.Store.Put(_chain.Build());
        bench.Store.Root = _chain.Id;
        bench.Store.Failures.Enqueue(new TimeoutException());
        var outbox = new DeviceOutbox(Messages.Device.Number, bench.Outbox, () => Messages.Device);
        var entry = outbox.Reserve(MessageTypes.EntityUpdated, "7"u8.ToArray())!;
        bench.Store.Store(Messages.Device.Number, entry);
        outbox.Settle(entry, ChangeResult.Applied);
        await time.AdvanceOnceSomebodyWaitsAsync(TimeSpan.FromSeconds(1));
        await AsyncWait.UntilAsync(() => bench.In(_chain.Id).Any(), Patience);
    }

    [Fact]
    public void one_post_too_many_is_stored_and_passes_no_chain()
    {
        var bench = new RuleBench(new RuleOptions { MaxWaitingPerDevice = 2 });
        var outbox = new DeviceOutbox(Messages.Device.Number, bench.Outbox, () => Messages.Device);
        Assert.NotNull(outbox.Reserve("X", [1]));
        Assert.NotNull(outbox.Reserve("X", [1]));
        Assert.Null(outbox.Reserve("X", [1]));
    }

    [Fact]
    public async Task activation_that_ends_leaves_what_waits_for_the_next()
    {
        var outbox = Open();
        await outbox.StopAsync();
        for (var n = 0; n < 10; n++)
            Commit(outbox, Reserve(outbox, n));
        Assert.Empty(_bench.In(_chain.Id));
        var next = Open();
        next.Resume();
        Assert.Equal(Enumerable.Range(0, 10), await SeenAsync(10));
    }

    [Fact]
    public async Task entries_of_a_device_that_is_gone_are_dropped()
    {
        var outbox = new DeviceOutbox(Messages.Device.Number, _bench.Outbox, () => null);
        Commit(outbox, Reserve(outbox, 0));
        await EmptyAsync();
        Assert.Empty(_bench.In(_chain.Id));
    }

    [Fact]
    public async Task posts_that_race_with_the_chain_are_all_seen()
    {
        var outbox = Open();
        var turn = new Lock();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(part => Task.Run(() =>
        {
            for (var n = 0; n < 1_000; n++)
            {
                OutboxEntry entry;
                // A grain's turn: what is reserved first is handed over first, and the committer keeps the order.
                lock (turn)
                {
                    entry = Reserve(outbox, (1_000 * part) + n);
                    _bench.Store.Store(Messages.Device.Number, entry);
                }
                outbox.Settle(entry, ChangeResult.Applied);
            }
        })));
        var seen = await SeenAsync(4_000);
        Assert.Equal(Enumerable.Range(0, 4_000), seen.Order());
        for (var part = 0; part < 4; part++)
            Assert.Equal(Enumerable.Range(1_000 * part, 1_000), seen.Where(n => n / 1_000 == part));
        await EmptyAsync();
    }

    private DeviceOutbox Open() => new(Messages.Device.Number, _bench.Outbox, () => Messages.Device);

    private static OutboxEntry Reserve(DeviceOutbox outbox, int n) => outbox.Reserve(MessageTypes.EntityUpdated, Encoding.UTF8.GetBytes($"{n}"))!;

    private static OutboxEntry Entry(long seq, int n) => new(seq, 1, MessageTypes.EntityUpdated, Encoding.UTF8.GetBytes($"{n}"));

    private void Commit(DeviceOutbox outbox, OutboxEntry entry)
    {
        _bench.Store.Store(Messages.Device.Number, entry);
        outbox.Settle(entry, ChangeResult.Applied);
    }

    private async Task<int[]> SeenAsync(int count)
    {
        await AsyncWait.UntilAsync(() => _bench.In(_chain.Id).Count() >= count, Patience);
        return [.. _bench.In(_chain.Id).Select(e => int.Parse(e.Data, System.Globalization.CultureInfo.InvariantCulture))];
    }

    private Task EmptyAsync() => AsyncWait.UntilAsync(() => _bench.Store.Waiting == 0, Patience);
}
