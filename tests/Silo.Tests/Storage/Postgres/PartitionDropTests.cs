using Npgsql;
using OrleansIot.Grains.Commits;
using OrleansIot.Grains.Retention;
using OrleansIot.Retention;
using OrleansIot.Silo.Storage.Postgres;
using OrleansIot.Silo.Storage.Postgres.Retention;
using OrleansIot.Telemetry;
using OrleansIot.Values;

namespace OrleansIot.Silo.Tests.Storage.Postgres;

public sealed class PartitionDropTests : IAsyncLifetime
{
    private const long Day = 86_400_000;
    private static readonly Guid Profile = Guid.NewGuid();

    private PostgresStorageUnderTest _storage = null!;
    private NpgsqlConnection _connection = null!;
    private List<Partition> _before = null!;
    private long _device;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _storage = await PostgresStorageUnderTest.OpenAsync();
        await _storage.AddProfileAsync(Profile, "default");
        var answer = await _storage.Devices.CreateAsync(
            Guid.NewGuid(), 1, new("device", null, Profile, null, null), new(Devices.CredentialsType.AccessToken, null, null), Cancellation);
        _device = answer.Value!.Number;
        _connection = await _storage.Source.OpenConnectionAsync(Cancellation);
        _before = await ReadingPartitions.ListAsync(_connection, Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        await _storage.DisposeAsync();
    }

    private Partition Oldest => _before[1];

    private long Over => Oldest.From!.Value;

    [Fact]
    public async Task partition_that_is_over_for_all_goes_as_a_whole_and_the_latest_value_stays()
    {
        await CommitAsync(("dead", Over), ("dead", Over + 1), ("live", Over + 2), ("live", Over + (8 * Day)));
        var removed = await RetainAsync(Oldest.Until!.Value);
        Assert.Equal(1, removed.Partitions);
        Assert.True(removed.Bytes > 0);
        Assert.Equal(_before.Skip(2), (await PartitionsAsync()).Skip(1));
        Assert.Equal(new Partition(PartitionSql.Older, null, Oldest.Until), (await PartitionsAsync())[0]);
        Assert.Equal([("dead", Over + 1), ("live", Over + (8 * Day))], await LatestAsync());
        Assert.Equal([Over + (8 * Day)], await InstantsAsync("live"));
        Assert.Empty(await InstantsAsync("dead"));
        Assert.Equal(Removed.Nothing, await RetainAsync(Oldest.Until!.Value));
    }

    [Fact]
    public async Task partition_that_is_not_over_to_its_end_stays()
    {
        await CommitAsync(("a", Over));
        Assert.Equal(Removed.Nothing, await RetainAsync(Oldest.Until!.Value - 1));
        Assert.Equal(_before, await PartitionsAsync());
    }

    [Fact]
    public async Task reading_of_a_dropped_time_is_stored_all_the_same_and_goes_with_the_next_run()
    {
        await RetainAsync(Oldest.Until!.Value);
        await CommitAsync(("late", Over), ("late", Over + 5));
        Assert.Equal([Over, Over + 5], await InstantsAsync("late"));
        Assert.Equal(2, (await RetainAsync(Oldest.Until!.Value)).Readings);
        Assert.Empty(await InstantsAsync("late"));
        Assert.Equal([("late", Over + 5)], await LatestAsync());
    }

    [Fact]
    public async Task all_partitions_that_are_over_go_one_after_the_other()
    {
        await CommitAsync(("a", Over), ("a", Over + (7 * Day)), ("a", Over + (14 * Day)));
        Assert.Equal(2, (await RetainAsync(Over + (14 * Day))).Partitions);
        Assert.Equal([Over + (14 * Day)], await InstantsAsync("a"));
    }

    [Fact]
    public async Task what_somebody_has_detached_and_not_dropped_is_finished()
    {
        await CommitAsync(("dead", Over));
        await _connection.ExecuteAsync(RetentionSql.Detach(Oldest), Cancellation);
        Assert.Empty(await LatestAsync());
        Assert.Equal(1, (await RetainAsync(0)).Partitions);
        Assert.Equal([("dead", Over)], await LatestAsync());
        Assert.Null(await _connection.ScalarAsync(RetentionSql.Detached, Cancellation));
    }

    [Fact]
    public async Task latest_value_that_was_forgotten_does_not_come_back()
    {
        await CommitAsync(("a", Over), ("a", Over + 1));
        await _storage.Readings.DeleteAsync(_device, new(["a"], false, Over + 1, Over + 2, DeleteLatest: true, RewriteLatest: false), Cancellation);
        await RetainAsync(Oldest.Until!.Value);
        Assert.Empty(await LatestAsync());
    }

    [Fact]
    public async Task commits_go_on_while_partitions_are_dropped()
    {
        var now = Oldest.Until!.Value;
        var writing = Task.Run(
            async () =>
            {
                for (var i = 0; i < 300; i++)
                    await CommitAsync(("a", now + i), ("old", Over + i));
            },
            Cancellation);
        await RetainAsync(now);
        await writing;
        Assert.Equal(300, (await InstantsAsync("a")).Length);
        Assert.Contains(("old", Over + 299), await LatestAsync());
    }

    private Task<List<Partition>> PartitionsAsync() => ReadingPartitions.ListAsync(_connection, Cancellation);

    private async Task<Removed> RetainAsync(long end)
    {
        var policy = new RetentionPolicy(new Dictionary<Guid, long> { [Profile] = end }, end);
        var removed = Removed.Nothing;
        for (long? after = 0; after is not null;)
        {
            var step = await _storage.Retention.StepAsync(policy, after.Value, Cancellation);
            (after, removed) = (step.After, removed + step.Removed);
        }

        return removed;
    }

    private async Task CommitAsync(params (string Key, long Ts)[] readings)
    {
        var results = new ChangeResult[1];
        Change[] batch = [new ReadingsChange(_device, [.. readings.Select(r => new Reading(r.Key, r.Ts, TypedValue.Long(r.Ts)))])];
        await _storage.Commits.CommitAsync(batch, results, Cancellation);
        Assert.Equal([ChangeResult.Applied], results);
    }

    private async Task<(string Key, long Ts)[]> LatestAsync() =>
        [.. (await _storage.Readings.LatestAsync(_device, null, Cancellation)).Select(r => (r.Key, r.Value.AsLong == r.Ts ? r.Ts : -1))];

    private async Task<long[]> InstantsAsync(string key)
    {
        var series = await _storage.Readings.HistoryAsync(_device, new([key], long.MinValue, long.MaxValue, 1_000, false, Aggregation.None, 0), Cancellation);
        return [.. series.SelectMany(s => s.Readings).Select(reading => reading.Ts)];
    }
}
