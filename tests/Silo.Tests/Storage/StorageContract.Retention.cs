using OrleansIot.Grains.Retention;
using OrleansIot.Retention;

namespace OrleansIot.Silo.Tests.Storage;

public abstract partial class StorageContract
{
    [Fact]
    public async Task readings_that_are_over_go_and_the_latest_value_stays()
    {
        var device = await CreateAsync();
        await CommitAppliedAsync(Readings(device.Number, Long("live", 1, 1), Long("live", 9, 2), Long("dead", 1, 3), Long("dead", 4, 4)));
        var removed = await RetainAsync(new(new Dictionary<Guid, long> { [Profile] = 5 }, null));
        Assert.Equal(3, removed.Readings);
        Assert.Equal([Long("live", 9, 2)], Assert.Single(await RowsAsync(device.Number, "live", "dead")).Readings);
        Assert.Equal([Long("dead", 4, 4), Long("live", 9, 2)], await _storage.Readings.LatestAsync(device.Number, null, Cancellation));
        Assert.Equal(["dead", "live"], (await LoadAsync(device)).TelemetryKeys);
        Assert.Equal(0, (await RetainAsync(new(new Dictionary<Guid, long> { [Profile] = 5 }, null))).Readings);
    }

    [Fact]
    public async Task each_profile_has_its_own_time_to_live_and_one_without_keeps_everything()
    {
        var one = await CreateAsync();
        var other = Done(await _storage.Devices.CreateAsync(Guid.NewGuid(), 1, Fields("other") with { ProfileId = OtherProfile }, Token(null), Cancellation));
        _numbers.Add(other.Number);
        await CommitAppliedAsync(Readings(one.Number, Long("a", 1, 1), Long("a", 5, 5)), Readings(other.Number, Long("a", 1, 1), Long("a", 5, 5)));
        await RetainAsync(new(new Dictionary<Guid, long> { [OtherProfile] = 4 }, null));
        Assert.Equal((2, 1), (await CountAsync(one.Number), await CountAsync(other.Number)));
        await RetainAsync(new(new Dictionary<Guid, long> { [Profile] = 2, [OtherProfile] = 9 }, 2));
        Assert.Equal((1, 0), (await CountAsync(one.Number), await CountAsync(other.Number)));
        await RetainAsync(new(new Dictionary<Guid, long>(), null));
        Assert.Equal(1, await CountAsync(one.Number));

        async Task<int> CountAsync(long device) => (await RowsAsync(device, "a")).Sum(series => series.Readings.Length);
    }

    [Fact]
    public async Task readings_that_were_over_do_not_come_back_with_a_new_start_and_later_ones_are_kept()
    {
        var device = (await CreateAsync()).Number;
        await CommitAppliedAsync(Readings(device, Long("a", 1, 1), Long("a", 2, 2)));
        await RetainAsync(new(new Dictionary<Guid, long> { [Profile] = 3 }, null));
        await CommitAppliedAsync(Readings(device, Long("a", 0, 7), Long("b", 1, 8)));
        await _storage.RestartAsync(abruptly: true);
        Assert.Equal([Long("a", 0, 7), Long("b", 1, 8)], (await RowsAsync(device, "a", "b")).SelectMany(series => series.Readings));
        Assert.Equal([Long("a", 2, 2), Long("b", 1, 8)], await _storage.Readings.LatestAsync(device, null, Cancellation));
    }

    [Fact]
    public async Task latest_value_that_was_forgotten_stays_forgotten()
    {
        var device = (await CreateAsync()).Number;
        await CommitAppliedAsync(Readings(device, Long("a", 1, 1), Long("a", 2, 2)));
        await _storage.Readings.DeleteAsync(device, new(["a"], false, 2, 3, DeleteLatest: true, RewriteLatest: false), Cancellation);
        await RetainAsync(new(new Dictionary<Guid, long> { [Profile] = 3 }, null));
        Assert.Empty(await _storage.Readings.LatestAsync(device, null, Cancellation));
    }

    [Fact]
    public async Task more_readings_than_one_piece_takes_go_piece_by_piece()
    {
        var devices = new[] { await CreateAsync(), await CreateAsync() };
        foreach (var device in devices)
            await CommitAppliedAsync(Readings(device.Number, [.. Enumerable.Range(0, 6_000).Select(i => Long("a", i, i))]));
        var removed = await RetainAsync(new(new Dictionary<Guid, long> { [Profile] = 5_990 }, null));
        Assert.Equal(2 * 5_990, removed.Readings);
        Assert.True(removed.Bytes > 0, removed.ToString());
        foreach (var device in devices)
            Assert.Equal(10, (await RowsAsync(device.Number, "a")).Single().Readings.Length);
    }

    /// <summary>A whole run, over everything that was committed.</summary>
    private async Task<Removed> RetainAsync(RetentionPolicy policy)
    {
        foreach (var device in _numbers)
            await _storage.Readings.LatestAsync(device, null, Cancellation);
        var removed = Removed.Nothing;
        for (long? after = 0; after is not null;)
        {
            var step = await _storage.Retention.StepAsync(policy, after.Value, Cancellation);
            (after, removed) = (step.After, removed + step.Removed);
        }

        return removed;
    }
}
