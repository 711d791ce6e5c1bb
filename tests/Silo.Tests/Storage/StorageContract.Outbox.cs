using System.Text;
using OrleansIot.Grains.Commits;
using OrleansIot.Grains.Rules.Outbox;

namespace OrleansIot.Silo.Tests.Storage;

public abstract partial class StorageContract
{
    [Fact]
    public async Task what_a_rule_chain_is_to_see_is_stored_with_what_it_tells_of()
    {
        var device = await CreateAsync();
        Assert.False((await LoadAsync(device)).HasOutbox);
        await CommitAppliedAsync(
            Readings(device.Number, Long("a", 1, 1)) with { Outbox = Entry(1) },
            Attributes(device.Number, 0, Attribute("b", 1, 1)) with { Outbox = Entry(2, """{"scope":"x"}""") },
            new OutboxChange(device.Number) { Outbox = Entry(3) });

        Assert.True((await LoadAsync(device)).HasOutbox);
        await _storage.RestartAsync(abruptly: true);
        var taken = await _storage.Outbox.ReadAsync(device.Number, 0, 10, Cancellation);
        Assert.Equal([(1, "1", null), (2, "2", """{"scope":"x"}"""), (3, "3", null)], taken.Select(t => (t.Entry.Seq, Text(t.Entry.Data), Text(t.Entry.Metadata))));
        Assert.All(taken, t => Assert.Equal(("TYPE", 0), (t.Entry.Type, t.Attempts)));
    }

    [Fact]
    public async Task what_is_not_stored_leaves_nothing_for_a_rule_chain()
    {
        var device = await CreateAsync();
        await CommitAppliedAsync(Attributes(device.Number, 0, Attribute("b", 1, 1)));
        var results = await CommitAsync(
            new AttributesChange(device.Number, Writer + 1, 0, [Attribute("b", 2, 1)], []) { Outbox = Entry(1) },
            Readings(device.Number + 1_000, Long("a", 1, 1)) with { Outbox = Entry(2) },
            new OutboxChange(device.Number + 1_000) { Outbox = Entry(3) });
        Assert.All(results, result => Assert.Equal(ChangeResult.Unmatched, result));
        Assert.Empty(await _storage.Outbox.ReadAsync(device.Number, 0, 10, Cancellation));
        Assert.Empty(await _storage.Outbox.ReadAsync(device.Number + 1_000, 0, 10, Cancellation));
    }

    [Fact]
    public async Task a_commit_that_is_repeated_has_its_entry_once()
    {
        var device = await CreateAsync();
        Change[] changes = [Readings(device.Number, Long("a", 1, 1)) with { Outbox = Entry(1) }, Attributes(device.Number, 0, Attribute("b", 1, 1)) with { Outbox = Entry(2) }];
        await CommitAppliedAsync(changes);
        await CommitAppliedAsync(changes);
        Assert.Equal([1L, 2L], (await _storage.Outbox.ReadAsync(device.Number, 0, 10, Cancellation)).Select(t => t.Entry.Seq));
    }

    [Fact]
    public async Task several_changes_of_attributes_in_one_commit_each_leave_their_entry()
    {
        var device = await CreateAsync();
        await CommitAppliedAsync([.. Enumerable.Range(0, 5).Select(n => Attributes(device.Number, n, Attribute("k", n, n + 1)) with { Outbox = Entry(n + 1) })]);
        Assert.Equal(5, (await _storage.Outbox.ReadAsync(device.Number, 0, 10, Cancellation)).Length);
    }

    [Fact]
    public async Task entries_are_read_in_order_page_by_page_with_the_attempts_that_were_counted()
    {
        var (device, other) = (await CreateAsync(), await CreateAsync());
        foreach (var seq in new[] { 30, 10, 20 })
            await CommitAppliedAsync(new OutboxChange(device.Number) { Outbox = Entry(seq) }, new OutboxChange(other.Number) { Outbox = Entry(seq) });
        Assert.Equal([(10L, 0), (20L, 0)], (await _storage.Outbox.ReadAsync(device.Number, 0, 2, Cancellation)).Select(t => (t.Entry.Seq, t.Attempts)));
        foreach (var seq in new[] { 20, 20, 30, 99 })
            await _storage.Outbox.CountAsync(new(device.Number, seq, Writer), Cancellation);
        Assert.Equal([(20L, 2), (30L, 1)], (await _storage.Outbox.ReadAsync(device.Number, 10, 2, Cancellation)).Select(t => (t.Entry.Seq, t.Attempts)));
        await _storage.Outbox.RemoveAsync([new(device.Number, 10, Writer), new(device.Number, 20, Writer), new(device.Number, 99, Writer)], Cancellation);
        Assert.Equal([30L], (await _storage.Outbox.ReadAsync(device.Number, 0, 10, Cancellation)).Select(t => t.Entry.Seq));
        Assert.Equal([0, 0, 0], (await _storage.Outbox.ReadAsync(other.Number, 0, 10, Cancellation)).Select(t => t.Attempts));
    }

    [Fact]
    public async Task devices_with_entries_left_behind_are_found()
    {
        var (old, young, none) = (await CreateAsync(), await CreateAsync(), await CreateAsync());
        await CommitAppliedAsync(
            new OutboxChange(old.Number) { Outbox = Entry(5) },
            new OutboxChange(old.Number) { Outbox = Entry(50) },
            new OutboxChange(young.Number) { Outbox = Entry(50) },
            Readings(none.Number, Long("a", 1, 1)));
        Assert.Equal([old.Info.Id], await _storage.Outbox.FindDevicesAsync(50, 10, Cancellation));
        Assert.Equal(2, (await _storage.Outbox.FindDevicesAsync(51, 10, Cancellation)).Length);
        Assert.Single(await _storage.Outbox.FindDevicesAsync(51, 1, Cancellation));
        Assert.Empty(await _storage.Outbox.FindDevicesAsync(5, 10, Cancellation));
        Assert.True(await _storage.Devices.DeleteAsync(old.Info.Id, Cancellation));
        Assert.Empty(await _storage.Outbox.ReadAsync(old.Number, 0, 10, Cancellation));
        Assert.Equal([young.Info.Id], await _storage.Outbox.FindDevicesAsync(51, 10, Cancellation));
    }

    private static OutboxEntry Entry(long seq, string? metadata = null) =>
        new(seq, Writer, "TYPE", Encoding.UTF8.GetBytes($"{seq}"), metadata is null ? null : Encoding.UTF8.GetBytes(metadata));

    private static string? Text(byte[]? json) => json is null ? null : Encoding.UTF8.GetString(json);
}
