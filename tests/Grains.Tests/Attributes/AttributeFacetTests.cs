using OrleansIot.Attributes;
using OrleansIot.Grains.Attributes;
using OrleansIot.Grains.Commits;
using OrleansIot.Grains.Tests.Fakes;
using OrleansIot.Values;

namespace OrleansIot.Grains.Tests.Attributes;

public sealed class AttributeFacetTests
{
    private readonly PassingCommitter _committer = new();

    [Fact]
    public async Task a_write_is_invisible_until_its_commit_returns()
    {
        var facet = Create();
        _committer.Held = new();
        var write = facet.WriteAsync(AttributeScope.Client, Batch(1, ("a", 1)), false);
        Assert.Empty(facet.Read(AttributeQuery.Everything).Client);
        _committer.Held.Dequeue().SetResult(ChangeResult.Applied);
        Assert.Equal(ChangeResult.Applied, await write);
        Assert.Equal(TypedValue.Long(1), Assert.Single(facet.Read(AttributeQuery.Everything).Client).Value);
    }

    [Fact]
    public async Task an_unchanged_value_is_not_written_and_keeps_its_time()
    {
        var facet = Create();
        await facet.WriteAsync(AttributeScope.Client, Batch(1, ("a", 1)), false);
        await facet.WriteAsync(AttributeScope.Client, Batch(2, ("a", 1), ("b", 2)), false);
        var change = Assert.IsType<AttributesChange>(_committer.Changes[^1]);
        Assert.Equal("b", Assert.Single(change.Written).Key);
        Assert.Equal(1, Assert.Single(facet.Read(AttributeScope.Client, ["a"])).LastUpdateTs);
        await facet.WriteAsync(AttributeScope.Client, Batch(3, ("a", 1)), false);
        Assert.Equal(2, _committer.Changes.Count);
    }

    [Fact]
    public async Task going_back_to_the_committed_value_while_another_write_is_under_way_is_written()
    {
        var facet = Create();
        await facet.WriteAsync(AttributeScope.Client, Batch(1, ("a", 1)), false);
        _committer.Held = new();
        var there = facet.WriteAsync(AttributeScope.Client, Batch(2, ("a", 2)), false);
        var back = facet.WriteAsync(AttributeScope.Client, Batch(3, ("a", 1)), false);
        Assert.Equal(2, _committer.Held.Count);
        _committer.Held.Dequeue().SetResult(ChangeResult.Applied);
        _committer.Held.Dequeue().SetResult(ChangeResult.Applied);
        await Task.WhenAll(there, back);
        Assert.Equal(TypedValue.Long(1), Assert.Single(facet.Read(AttributeScope.Client, null)).Value);
    }

    [Fact]
    public async Task versions_grow_over_all_scopes_and_go_on_from_what_was_stored()
    {
        var facet = Create(new AttributeEntry(AttributeScope.Server, "s", TypedValue.Long(1), 1, 41));
        await facet.WriteAsync(AttributeScope.Client, Batch(1, ("a", 1), ("b", 1)), false);
        await facet.WriteAsync(AttributeScope.Shared, Batch(1, ("a", 1)), true);
        var versions = _committer.Changes.Cast<AttributesChange>().SelectMany(c => c.Written).Select(e => e.Version);
        Assert.Equal([42L, 43, 44], versions);
    }

    [Fact]
    public async Task a_commit_that_did_not_apply_changes_nothing()
    {
        var facet = Create();
        _committer.Result = ChangeResult.Refused;
        Assert.Equal(ChangeResult.Refused, await facet.WriteAsync(AttributeScope.Client, Batch(1, ("a", 1)), false));
        Assert.Empty(facet.Read(AttributeScope.Client, null));
        _committer.Result = ChangeResult.Applied;
        Assert.Equal(ChangeResult.Applied, await facet.WriteAsync(AttributeScope.Client, Batch(1, ("a", 1)), false));
        Assert.Single(facet.Read(AttributeScope.Client, null));
    }

    [Fact]
    public async Task the_cap_counts_new_keys_only_and_stores_all_or_none()
    {
        var facet = Create(maxAttributes: 2);
        await facet.WriteAsync(AttributeScope.Client, Batch(1, ("a", 1), ("b", 1)), false);
        Assert.Equal(ChangeResult.Applied, await facet.WriteAsync(AttributeScope.Client, Batch(1, ("a", 2), ("b", 2)), false));
        Assert.Equal(ChangeResult.LimitExceeded, await facet.WriteAsync(AttributeScope.Client, Batch(1, ("a", 3), ("c", 1)), false));
        Assert.Equal(TypedValue.Long(2), Assert.Single(facet.Read(AttributeScope.Client, ["a"])).Value);
        await facet.DeleteAsync(AttributeScope.Client, ["a"], 9);
        Assert.Equal(ChangeResult.Applied, await facet.WriteAsync(AttributeScope.Client, Batch(1, ("c", 1)), false));
    }

    [Fact]
    public async Task a_deleted_key_is_gone_and_unknown_keys_are_ignored()
    {
        var facet = Create();
        await facet.WriteAsync(AttributeScope.Shared, Batch(1, ("a", 1), ("b", 1)), true);
        Assert.Equal(ChangeResult.Applied, await facet.DeleteAsync(AttributeScope.Shared, ["a", "a", "nosuch"], 9));
        Assert.Equal("b", Assert.Single(facet.Read(AttributeScope.Shared, null)).Key);
        var written = _committer.Changes.Count;
        Assert.Equal(ChangeResult.Applied, await facet.DeleteAsync(AttributeScope.Shared, ["a"], 9));
        Assert.Equal(written, _committer.Changes.Count);
    }

    [Fact]
    public async Task a_write_after_a_delete_that_is_under_way_wins()
    {
        var facet = Create();
        await facet.WriteAsync(AttributeScope.Shared, Batch(1, ("a", 1)), true);
        _committer.Held = new();
        var delete = facet.DeleteAsync(AttributeScope.Shared, ["a"], 9);
        var write = facet.WriteAsync(AttributeScope.Shared, Batch(2, ("a", 1)), true);
        _committer.Held.Dequeue().SetResult(ChangeResult.Applied);
        _committer.Held.Dequeue().SetResult(ChangeResult.Applied);
        await Task.WhenAll(delete, write);
        Assert.Equal(2, Assert.Single(facet.Read(AttributeScope.Shared, null)).LastUpdateTs);
    }

    [Fact]
    public async Task a_device_reads_client_and_shared_by_key_each_once_and_never_the_servers()
    {
        var facet = Create(new AttributeEntry(AttributeScope.Server, "x", TypedValue.Long(1), 1, 1));
        await facet.WriteAsync(AttributeScope.Client, Batch(1, ("a", 1)), false);
        await facet.WriteAsync(AttributeScope.Shared, Batch(1, ("s", 1)), true);
        var some = facet.Read(new AttributeQuery(["a", "a", "x"], ["x"]));
        Assert.Equal("a", Assert.Single(some.Client).Key);
        Assert.Empty(some.Shared);
        var all = facet.Read(AttributeQuery.Everything);
        Assert.Equal(["a", "s"], all.Client.Concat(all.Shared).Select(e => e.Key));
    }

    [Fact]
    public async Task every_change_builds_on_the_one_before_it_and_names_its_writer()
    {
        var facet = Create();
        await facet.WriteAsync(AttributeScope.Client, Batch(1, ("a", 1), ("b", 1)), false);
        await facet.WriteAsync(AttributeScope.Shared, Batch(2, ("a", 1)), true);
        await facet.DeleteAsync(AttributeScope.Shared, ["a"], 3);
        var changes = _committer.Changes.Cast<AttributesChange>().ToArray();
        Assert.Equal([(0L, 2L), (2, 3), (3, 4)], changes.Select(c => (c.Base, c.Version)));
        Assert.All(changes, c => Assert.Equal(Writer, c.Writer));
        Assert.Equal(new(AttributeScope.Shared, "a", 3, 4), Assert.Single(changes[2].Deleted));
    }

    [Fact]
    public async Task a_refused_change_gives_its_versions_back()
    {
        var facet = Create();
        _committer.Result = ChangeResult.Refused;
        await facet.WriteAsync(AttributeScope.Client, Batch(1, ("a", 1), ("b", 1)), false);
        await facet.WriteAsync(AttributeScope.Client, Batch(1, ("a", 1)), false);
        _committer.Result = ChangeResult.Applied;
        await facet.WriteAsync(AttributeScope.Client, Batch(1, ("a", 1)), false);
        var change = (AttributesChange)_committer.Changes[^1];
        Assert.Equal((0, 1), (change.Base, change.Version));
    }

    [Fact]
    public async Task changes_that_are_refused_late_one_after_another_all_give_their_versions_back()
    {
        var facet = Create();
        _committer.Held = new();
        var writes = Enumerable.Range(0, 3).Select(n => facet.WriteAsync(AttributeScope.Client, Batch(1, ($"k{n}", 1)), false)).ToArray();
        while (_committer.Held.TryDequeue(out var held))
            held.SetResult(ChangeResult.Refused);
        await Task.WhenAll(writes);
        _committer.Held = null;
        await facet.WriteAsync(AttributeScope.Client, Batch(1, ("a", 1)), false);
        Assert.Equal(0, ((AttributesChange)_committer.Changes[^1]).Base);
    }

    [Fact]
    public async Task tombstones_do_not_count_against_the_cap_and_are_not_read()
    {
        var facet = Create(maxAttributes: 2);
        for (var n = 0; n < 5; n++)
        {
            Assert.Equal(ChangeResult.Applied, await facet.WriteAsync(AttributeScope.Shared, Batch(1, ($"a{n}", 1), ($"b{n}", 1)), true));
            Assert.Equal(ChangeResult.Applied, await facet.DeleteAsync(AttributeScope.Shared, [$"a{n}", $"b{n}"], 2));
        }
        Assert.Empty(facet.Read(AttributeScope.Shared, null));
        Assert.Empty(facet.Read(AttributeScope.Shared, ["a0"]));
        Assert.Equal(ChangeResult.LimitExceeded, await facet.WriteAsync(AttributeScope.Shared, Batch(1, ("a0", 1), ("a1", 1), ("a2", 1)), true));
    }

    [Fact]
    public async Task the_oldest_tombstones_are_forgotten_beyond_the_bound()
    {
        var facet = Create(maxTombstones: 2);
        await facet.WriteAsync(AttributeScope.Shared, Batch(1, ("a", 1), ("b", 1), ("c", 1), ("d", 1)), true);
        await facet.DeleteAsync(AttributeScope.Shared, ["b"], 2);
        await facet.DeleteAsync(AttributeScope.Shared, ["a"], 2);
        Assert.Equal(0, facet.Horizon);
        await facet.DeleteAsync(AttributeScope.Shared, ["d"], 2);
        var change = (AttributesChange)_committer.Changes[^1];
        Assert.Equal("b", Assert.Single(change.Forgotten).Key);
        Assert.Equal(change.Forgotten[0].Version, facet.Horizon);
        await facet.DeleteAsync(AttributeScope.Shared, ["c"], 2);
        Assert.Equal("a", Assert.Single(((AttributesChange)_committer.Changes[^1]).Forgotten).Key);
    }

    [Fact]
    public async Task a_tombstone_is_forgotten_once_however_many_deletions_are_under_way()
    {
        var facet = Create(maxTombstones: 1);
        await facet.WriteAsync(AttributeScope.Shared, Batch(1, ("a", 1), ("b", 1), ("c", 1)), true);
        await facet.DeleteAsync(AttributeScope.Shared, ["a"], 2);
        _committer.Held = new();
        var one = facet.DeleteAsync(AttributeScope.Shared, ["b"], 2);
        var again = facet.WriteAsync(AttributeScope.Shared, Batch(3, ("a", 2)), true);
        var two = facet.DeleteAsync(AttributeScope.Shared, ["c"], 2);
        Assert.Equal(["a"], _committer.Changes.Cast<AttributesChange>().SelectMany(c => c.Forgotten).Select(t => t.Key));
        while (_committer.Held.TryDequeue(out var held))
            held.SetResult(ChangeResult.Applied);
        await Task.WhenAll(one, again, two);
        Assert.Equal("a", Assert.Single(facet.Read(AttributeScope.Shared, null)).Key);
    }

    [Fact]
    public async Task deleting_what_is_deleted_already_writes_nothing()
    {
        var facet = Create();
        await facet.WriteAsync(AttributeScope.Shared, Batch(1, ("a", 1)), true);
        await facet.DeleteAsync(AttributeScope.Shared, ["a"], 2);
        var version = facet.Version;
        Assert.Equal(ChangeResult.Applied, await facet.DeleteAsync(AttributeScope.Shared, ["a", "nosuch"], 3));
        Assert.Equal(version, facet.Version);
        Assert.Equal(2, _committer.Changes.Count);
    }

    private const long Writer = 77;

    private static AttributeBatch Batch(long ts, params (string Key, long Value)[] values) =>
        new(ts, [.. values.Select(v => new AttributeValue(v.Key, TypedValue.Long(v.Value)))]);

    private AttributeFacet Create(params AttributeEntry[] stored) => Create(1000, 1000, stored);

    private AttributeFacet Create(int maxAttributes = 1000, int maxTombstones = 1000, params AttributeEntry[] stored) => new(
        Snapshots.Of(7, new(stored.Select(e => e.Version).DefaultIfEmpty().Max(), null, 0), stored),
        Writer,
        new() { MaxAttributes = maxAttributes, MaxTombstones = maxTombstones },
        _committer);
}
