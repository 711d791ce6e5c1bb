using OrleansIot.Telemetry;
using OrleansIot.Values;

namespace OrleansIot.Silo.Tests.Storage;

public abstract partial class StorageContract
{
    [Fact]
    public async Task history_is_half_open_ordered_and_limited_per_key()
    {
        var device = (await CreateAsync()).Number;
        await CommitAppliedAsync(Readings(device, [.. Enumerable.Range(0, 10).Select(i => Long("a", i, i)), Long("b", 3, 3)]));
        Assert.Equal("2 3 4", await InstantsAsync(2, 5, 100, descending: false));
        Assert.Equal("4 3 2", await InstantsAsync(2, 5, 100, descending: true));
        Assert.Equal("2 3", await InstantsAsync(2, 9, 2, descending: false));
        Assert.Equal("8 7", await InstantsAsync(2, 9, 2, descending: true));
        Assert.Empty(await InstantsAsync(5, 5, 2, descending: false));
        Assert.Empty(await InstantsAsync(6, 5, 2, descending: false));
        var both = await _storage.Readings.HistoryAsync(device, new(["b", "a", "b"], 3, 4, 10, false, Aggregation.None, 0), Cancellation);
        Assert.Equal(["b", "a"], both.Select(series => series.Key));

        async Task<string> InstantsAsync(long start, long end, int limit, bool descending)
        {
            var series = await _storage.Readings.HistoryAsync(device, new(["a"], start, end, limit, descending, Aggregation.None, 0), Cancellation);
            return string.Join(' ', series.SelectMany(one => one.Readings).Select(reading => reading.Ts));
        }
    }

    [Theory]
    [InlineData(false, false, 2, 5, "0 1 5 6", 6L)]
    [InlineData(false, false, 4, 9, "0 1 2 3", 6L)]
    [InlineData(true, false, 4, 9, "0 1 2 3", null)]
    [InlineData(true, false, 2, 5, "0 1 5 6", 6L)]
    [InlineData(true, true, 4, 9, "0 1 2 3", 3L)]
    [InlineData(true, true, -1, 9, "", null)]
    [InlineData(false, true, 4, 9, "0 1 2 3", 6L)]
    [InlineData(true, true, long.MinValue, long.MaxValue, "", null)]
    public async Task deletion_of_a_range_treats_the_latest_as_told(bool deleteLatest, bool rewriteLatest, long start, long end, string left, long? latest)
    {
        var device = (await CreateAsync()).Number;
        await CommitAppliedAsync(Readings(device, [.. Enumerable.Range(0, 7).Select(i => Long("a", i, i)), Long("b", 3, 3)]));
        await _storage.Readings.DeleteAsync(device, new(["a", "none"], false, start, end, deleteLatest, rewriteLatest), Cancellation);
        var series = await RowsAsync(device, "a");
        Assert.Equal(left, string.Join(' ', series.SelectMany(one => one.Readings).Select(reading => reading.Ts)));
        Assert.Equal(latest, (await _storage.Readings.LatestAsync(device, ["a"], Cancellation)).Select(reading => (long?)reading.Ts).SingleOrDefault());
        Assert.Single(await _storage.Readings.LatestAsync(device, ["b"], Cancellation));
        Assert.Single(await RowsAsync(device, "b"));
    }

    [Fact]
    public async Task deletion_of_all_takes_every_instant()
    {
        var device = (await CreateAsync()).Number;
        await CommitAppliedAsync(Readings(device, Long("a", long.MinValue, 1), Long("a", long.MaxValue, 2), Long("b", 1, 1)));
        await _storage.Readings.DeleteAsync(device, new(["a"], true, 0, 0, true, true), Cancellation);
        Assert.Empty(await RowsAsync(device, "a"));
        Assert.Equal([Long("b", 1, 1)], await _storage.Readings.LatestAsync(device, null, Cancellation));
    }

    [Fact]
    public async Task bucket_stands_in_its_middle_and_the_last_one_ends_with_the_query()
    {
        var device = (await CreateAsync()).Number;
        await CommitAppliedAsync(Readings(device, Long("a", -7, 1), Long("a", -1, 2), Long("a", 0, 4), Long("a", 13, 8)));
        Reading[] buckets = [Long("a", -5, 3), Long("a", 5, 4), Long("a", 12, 8)];
        Assert.Equal(buckets, await BucketsAsync(device, Aggregation.Sum, -10, 15, 10));
        Assert.Equal(buckets.Reverse(), await BucketsAsync(device, Aggregation.Sum, -10, 15, 10, descending: true));
    }

    private async Task<Reading[]> BucketsAsync(long device, Aggregation aggregation, long start, long end, long interval, bool descending = false)
    {
        var series = await _storage.Readings.HistoryAsync(device, new(["a"], start, end, 1, descending, aggregation, interval), Cancellation);
        return series.Length == 0 ? [] : Assert.Single(series).Readings;
    }

    [Fact]
    public async Task sum_that_leaves_64_bits_becomes_a_double()
    {
        var device = (await CreateAsync()).Number;
        await CommitAppliedAsync(Readings(device, Long("a", 0, long.MaxValue), Long("a", 1, long.MaxValue), Long("a", 2, -long.MaxValue)));
        Assert.Equal([Long("a", 50, long.MaxValue)], await BucketsAsync(device, Aggregation.Sum, 0, 100, 0));
        Assert.Equal([new("a", 1, TypedValue.Double(2.0 * long.MaxValue))], await BucketsAsync(device, Aggregation.Sum, 0, 2, 0));
    }

    [Fact]
    public async Task buckets_hold_at_the_ends_of_64_bit_time()
    {
        var device = (await CreateAsync()).Number;
        await CommitAppliedAsync(Readings(device, Long("a", long.MinValue, 1), Long("a", -1, 2), Long("a", 0, 4), Long("a", long.MaxValue - 1, 8)));
        Assert.Equal(
            [Long("a", long.MinValue + (long.MaxValue / 2), 1), Long("a", (long.MaxValue / 2) - 1, 6), Long("a", long.MaxValue - 1, 8)],
            await BucketsAsync(device, Aggregation.Sum, long.MinValue, long.MaxValue, long.MaxValue));
        Assert.Equal([long.MinValue, -1, 0, long.MaxValue - 1], (await BucketsAsync(device, Aggregation.Count, long.MinValue, long.MaxValue, 1)).Select(bucket => bucket.Ts));
        Assert.Equal([Long("a", -1, 4)], await BucketsAsync(device, Aggregation.Count, long.MinValue, long.MaxValue, 0));
        Assert.Equal([long.MaxValue - 1], (await BucketsAsync(device, Aggregation.Max, long.MaxValue - 2, long.MaxValue, 1_000)).Select(bucket => bucket.Ts));
    }
}
