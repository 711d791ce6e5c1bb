using OrleansIot.Attributes;
using OrleansIot.Grains.Commits;
using OrleansIot.Grains.Devices;

namespace OrleansIot.Silo.Tests.Storage;

public abstract partial class StorageContract
{
    private const long OtherWriter = 72;

    [Fact]
    public async Task changes_build_on_each_other_and_the_device_has_the_version_of_the_last()
    {
        var device = await CreateAsync();
        await CommitAppliedAsync(Attributes(device.Number, 0, Attribute("a", 1, 1), Attribute("b", 1, 2)), Attributes(device.Number, 2, Attribute("a", 2, 3)));
        await CommitAppliedAsync(Attributes(device.Number, 3, Attribute("c", 1, 4)));
        Assert.Equal(new DeviceState(4, null, 0), (await LoadAsync(device)).State);
        Assert.Equal(new DeviceState(4, null, 0), await _storage.Devices.LoadStateAsync(device.Number, Cancellation));
        Assert.Null(await _storage.Devices.LoadStateAsync(device.Number + 1, Cancellation));
        Assert.Equal([Attribute("a", 2, 3), Attribute("b", 1, 2), Attribute("c", 1, 4)], await AttributesAsync(device));
    }

    [Fact]
    public async Task change_that_builds_on_another_version_than_the_stored_one_stores_nothing()
    {
        var device = await CreateAsync();
        await CommitAppliedAsync(Attributes(device.Number, 0, Attribute("a", 1, 5)));
        Assert.Equal(
            [ChangeResult.Unmatched, ChangeResult.Unmatched, ChangeResult.Unmatched],
            await CommitAsync(
                Attributes(device.Number, 4, Attribute("a", 2, 6)),
                Attributes(device.Number, 6, Attribute("a", 2, 7)),
                new AttributesChange(device.Number, OtherWriter, 0, [Attribute("b", 2, 1)], [new(AttributeScope.Client, "a", 1, 2)])));
        Assert.Equal([Attribute("a", 1, 5)], await AttributesAsync(device));
        Assert.Equal(5, (await LoadAsync(device)).State.AttributesVersion);
    }

    [Fact]
    public async Task two_writers_that_start_from_the_same_version_cannot_both_win()
    {
        var device = await CreateAsync();
        Assert.Equal(
            [ChangeResult.Applied, ChangeResult.Unmatched, ChangeResult.Unmatched],
            await CommitAsync(
                Attributes(device.Number, 0, Attribute("a", 1, 1)),
                new AttributesChange(device.Number, OtherWriter, 0, [Attribute("a", 2, 1)], []),
                new AttributesChange(device.Number, OtherWriter, 0, [], [new(AttributeScope.Client, "a", 1, 1)])));
        Assert.Equal([Attribute("a", 1, 1)], await AttributesAsync(device));
        await CommitAppliedAsync(new AttributesChange(device.Number, OtherWriter, 1, [Attribute("a", 3, 2)], []));
        Assert.Equal([ChangeResult.Unmatched], await CommitAsync(Attributes(device.Number, 1, Attribute("a", 4, 2))));
        Assert.Equal([Attribute("a", 3, 2)], await AttributesAsync(device));
    }

    [Fact]
    public async Task change_of_nothing_asks_whether_anybody_else_has_written()
    {
        var device = await CreateAsync();
        var nothing = new AttributesChange(device.Number, OtherWriter, 1, [], []);
        Assert.Equal([ChangeResult.Unmatched], await CommitAsync(nothing));
        await CommitAppliedAsync(Attributes(device.Number, 0, Attribute("a", 1, 1)));
        await CommitAppliedAsync(nothing, nothing);
        await CommitAppliedAsync(nothing, new AttributesChange(device.Number, OtherWriter, 1, [Attribute("a", 2, 2)], []));
        Assert.Equal([ChangeResult.Unmatched], await CommitAsync(Attributes(device.Number, 1)));
        Assert.Equal([Attribute("a", 2, 2)], await AttributesAsync(device));
        Assert.Equal(2, (await LoadAsync(device)).State.AttributesVersion);
    }

    [Fact]
    public async Task change_that_comes_again_was_applied_and_does_not_undo_what_came_after_it()
    {
        var device = await CreateAsync();
        var first = Attributes(device.Number, 0, Attribute("a", 1, 1), Attribute("b", 1, 2));
        var second = Deletions(device.Number, 2, (AttributeScope.Client, "b"));
        await CommitAppliedAsync(first, first);
        await CommitAppliedAsync(second, first, second);
        Assert.Equal([Attribute("a", 1, 1)], await AttributesAsync(device));
        Assert.Equal(3, (await LoadAsync(device)).State.AttributesVersion);
    }

    [Fact]
    public async Task deleted_attributes_are_gone_in_their_scope_only()
    {
        var device = await CreateAsync();
        await CommitAppliedAsync(
            Attributes(device.Number, 0, Attribute("a", 1, 1), Attribute("a", 1, 2, AttributeScope.Shared), Attribute("b", 1, 3)),
            Deletions(device.Number, 3, (AttributeScope.Client, "a"), (AttributeScope.Server, "b"), (AttributeScope.Client, "none")));
        Assert.Equal([Attribute("b", 1, 3), Attribute("a", 1, 2, AttributeScope.Shared)], await AttributesAsync(device));
        Assert.Empty((await LoadAsync(device)).Tombstones);
    }

    [Fact]
    public async Task deleted_shared_attribute_leaves_a_tombstone_until_it_is_written_again()
    {
        var device = await CreateAsync();
        await CommitAppliedAsync(
            Attributes(device.Number, 0, Attribute("a", 1, 1, AttributeScope.Shared), Attribute("b", 1, 2, AttributeScope.Shared)),
            Deletions(device.Number, 2, (AttributeScope.Shared, "a"), (AttributeScope.Shared, "never-was")));
        await _storage.RestartAsync(abruptly: true);
        var loaded = await LoadAsync(device);
        Assert.Equal([Attribute("b", 1, 2, AttributeScope.Shared)], loaded.Attributes);
        Assert.Equal(
            [new(AttributeScope.Shared, "a", 1_002, 3), new(AttributeScope.Shared, "never-was", 1_002, 3)],
            loaded.Tombstones.OrderBy(t => t.Key, StringComparer.Ordinal));

        await CommitAppliedAsync(Attributes(device.Number, 3, Attribute("a", 2, 4, AttributeScope.Shared)));
        Assert.Equal([Attribute("a", 2, 4, AttributeScope.Shared), Attribute("b", 1, 2, AttributeScope.Shared)], await AttributesAsync(device));
        Assert.Equal("never-was", Assert.Single((await LoadAsync(device)).Tombstones).Key);
    }

    [Fact]
    public async Task forgotten_tombstones_go_and_the_horizon_moves_to_the_newest_of_them()
    {
        var device = await CreateAsync();
        await CommitAppliedAsync(
            Attributes(device.Number, 0, Attribute("a", 1, 1, AttributeScope.Shared), Attribute("b", 1, 2, AttributeScope.Shared), Attribute("c", 1, 3, AttributeScope.Shared)),
            Deletions(device.Number, 3, (AttributeScope.Shared, "a")),
            Deletions(device.Number, 4, (AttributeScope.Shared, "b")));
        var forgetting = Deletions(device.Number, 5, (AttributeScope.Shared, "c")) with { Forgotten = [new(AttributeScope.Shared, "a", 1_003, 4)] };
        await CommitAppliedAsync(forgetting, forgetting);
        var loaded = await LoadAsync(device);
        Assert.Equal(["b", "c"], loaded.Tombstones.Select(t => t.Key).Order(StringComparer.Ordinal));
        Assert.Equal(new DeviceState(6, null, 4), loaded.State);
        await CommitAppliedAsync(Attributes(device.Number, 6, Attribute("d", 1, 7, AttributeScope.Shared)));
        Assert.Equal(4, (await LoadAsync(device)).State.UpdatesHorizon);
    }

    [Fact]
    public async Task cursor_is_set_by_the_first_poll_and_only_grows_afterwards()
    {
        var device = await CreateAsync();
        Assert.Null((await LoadAsync(device)).State.UpdatesCursor);
        await CommitAppliedAsync(new CursorChange(device.Number, 0, IsFirst: true), new CursorChange(device.Number, 0, IsFirst: true));
        await _storage.RestartAsync(abruptly: true);
        Assert.Equal(0, (await LoadAsync(device)).State.UpdatesCursor);
        await CommitAppliedAsync(new CursorChange(device.Number, 5, IsFirst: false), new CursorChange(device.Number, 3, IsFirst: false));
        Assert.Equal(5, (await LoadAsync(device)).State.UpdatesCursor);
    }

    [Fact]
    public async Task first_poll_that_finds_another_cursor_is_unmatched_and_leaves_it()
    {
        var device = await CreateAsync();
        await CommitAppliedAsync(new CursorChange(device.Number, 5, IsFirst: true));
        Assert.Equal(
            [ChangeResult.Unmatched, ChangeResult.Unmatched, ChangeResult.Applied],
            await CommitAsync(
                new CursorChange(device.Number, 6, IsFirst: true), new CursorChange(device.Number, 4, IsFirst: true), new CursorChange(device.Number, 5, IsFirst: true)));
        Assert.Equal(5, (await LoadAsync(device)).State.UpdatesCursor);
    }

    [Fact]
    public async Task cursor_of_a_device_that_is_gone_is_unmatched()
    {
        var device = await CreateAsync();
        await CommitAppliedAsync(new CursorChange(device.Number, 5, IsFirst: true));
        await _storage.Devices.DeleteAsync(device.Info.Id, Cancellation);
        Assert.Equal(
            [ChangeResult.Unmatched, ChangeResult.Unmatched, ChangeResult.Unmatched],
            await CommitAsync(
                new CursorChange(device.Number, 5, IsFirst: true), new CursorChange(device.Number, 6, IsFirst: false), Attributes(device.Number, 0, Attribute("a", 1, 1))));
    }

    [Fact]
    public async Task cursor_moves_beside_the_attributes_of_the_same_batch()
    {
        var device = await CreateAsync();
        await CommitAppliedAsync(
            new CursorChange(device.Number, 0, IsFirst: true), Attributes(device.Number, 0, Attribute("a", 1, 1)), new CursorChange(device.Number, 1, IsFirst: false));
        Assert.Equal(new DeviceState(1, 1, 0), (await LoadAsync(device)).State);
    }
}
