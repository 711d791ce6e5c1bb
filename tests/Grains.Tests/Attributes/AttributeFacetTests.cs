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
        await facet.DeleteAsync(AttributeScope.Client, ["a"]);
        Assert.Equal(ChangeResult.Applied, await facet.WriteAsync(AttributeScope.Client, Batch(1, ("c", 1)), false));
    }

    [Fact]
    public async Task a_deleted_key_is_gone_and_unknown_keys_are_ignored()
    {
        var facet = Create();
        await facet.WriteAsync(AttributeScope.Shared, Batch(1, ("a", 1), ("b", 1)), true);
        Assert.Equal(ChangeResult.Applied, await facet.DeleteAsync(AttributeScope.Shared, ["a", "a", "nosuch"]));
        Assert.Equal("b", Assert.Single(facet.Read(AttributeScope.Shared, null)).Key);
        var written = _committer.Changes.Count;
        Assert.Equal(ChangeResult.Applied, await facet.DeleteAsync(AttributeScope.Shared, ["a"]));
        Assert.Equal(written, _committer.Changes.Count);
    }

    [Fact]
    public async Task a_write_after_a_delete_that_is_under_way_wins()
    {
        var facet = Create();
        await facet.WriteAsync(AttributeScope.Shared, Batch(1, ("a", 1)), true);
        _committer.Held = new();
        var delete = facet.DeleteAsync(AttributeScope.Shared, ["a"]);
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

    private static AttributeBatch Batch(long ts, params (string Key, long Value)[] values) =>
        new(ts, [.. values.Select(v => new AttributeValue(v.Key, TypedValue.Long(v.Value)))]);

    private AttributeFacet Create(params AttributeEntry[] stored) => Create(1000, stored);

    private AttributeFacet Create(int maxAttributes, params AttributeEntry[] stored) => new(7, stored, maxAttributes, _committer);
}
