using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using OrleansIot.Grains.Commits;
using OrleansIot.Silo.Storage.Postgres;
using OrleansIot.Telemetry;
using OrleansIot.Values;

namespace OrleansIot.Silo.Tests.Storage.Postgres;

public sealed class PartitionTests : IAsyncLifetime
{
    private const long Day = 86_400_000;
    private static readonly Guid Profile = Guid.NewGuid();

    private PostgresStorageUnderTest _storage = null!;
    private NpgsqlConnection _connection = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _storage = await PostgresStorageUnderTest.OpenAsync();
        await _storage.AddProfileAsync(Profile, "default");
        _connection = await _storage.Source.OpenConnectionAsync(Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        await _storage.DisposeAsync();
    }

    [Fact]
    public async Task partitions_cover_all_time_and_reach_beyond_now()
    {
        var partitions = await PartitionsAsync();
        AssertGapless(partitions);
        var now = (long)(await _connection.ScalarAsync(PartitionSql.Now, Cancellation))!;
        Assert.Contains(partitions, p => p.From <= now && p.Until > now);
        Assert.True(partitions[^1].From > now + (4 * 7 * Day));
        Assert.Equal(0, await Partitions(7).EnsureAsync(_connection, Cancellation));
    }

    [Fact]
    public async Task time_that_passes_brings_new_ones_and_readings_that_were_early_move_into_them()
    {
        var device = await CreateDeviceAsync();
        var begin = (await PartitionsAsync())[^1].From!.Value;
        await CommitAsync(device, begin - 1, begin, begin + (7 * Day), begin + (70 * Day), long.MaxValue);
        Assert.Equal(3, await Partitions(7).EnsureAsync(_connection, begin - (2 * 7 * Day), Cancellation));
        AssertGapless(await PartitionsAsync());
        Assert.Equal(2L, await _connection.ScalarAsync($"select count(*) from {PartitionSql.Later}", Cancellation));
        Assert.Equal([begin - 1, begin, begin + (7 * Day), begin + (70 * Day)], await InstantsAsync(device));
        await CommitAsync(device, begin, begin + 1);
        Assert.Equal([begin - 1, begin, begin + 1, begin + (7 * Day), begin + (70 * Day)], await InstantsAsync(device));
    }

    [Fact]
    public async Task another_width_begins_where_the_old_one_ends()
    {
        var begin = (await PartitionsAsync())[^1].From!.Value;
        Assert.True(await Partitions(1).EnsureAsync(_connection, begin, Cancellation) > 4);
        AssertGapless(await PartitionsAsync());
    }

    [Fact]
    public async Task long_sleep_is_bridged_by_one()
    {
        var begin = (await PartitionsAsync())[^1].From!.Value;
        Assert.InRange(await Partitions(7).EnsureAsync(_connection, begin + (5_000 * Day), Cancellation), 5, 7);
        AssertGapless(await PartitionsAsync());
    }

    [Fact]
    public async Task makers_that_meet_make_each_once()
    {
        var begin = (await PartitionsAsync())[^1].From!.Value;
        var made = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(
            async () =>
            {
                await using var connection = await _storage.Source.OpenConnectionAsync(Cancellation);
                return await Partitions(7).EnsureAsync(connection, begin, Cancellation);
            },
            Cancellation)));
        Assert.Single(made, count => count > 0);
        AssertGapless(await PartitionsAsync());
    }

    [Fact]
    public async Task commits_go_on_while_partitions_are_made()
    {
        var device = await CreateDeviceAsync();
        var begin = (await PartitionsAsync())[^1].From!.Value;
        var writing = Task.Run(
            async () =>
            {
                for (var i = 0; i < 200; i++)
                    await CommitAsync(device, begin + (i * Day));
            },
            Cancellation);
        for (var week = 0; week < 20; week++)
            await Partitions(7).EnsureAsync(_connection, begin + (week * 7 * Day), Cancellation);
        await writing;
        Assert.Equal(200, (await InstantsAsync(device)).Length);
        AssertGapless(await PartitionsAsync());
    }

    [Fact]
    public async Task maker_gives_up_soon_where_somebody_reads_for_long_and_leaves_everything_as_it_was()
    {
        var begin = (await PartitionsAsync())[^1].From!.Value;
        await using var reader = await _storage.Source.OpenConnectionAsync(Cancellation);
        await using var transaction = await reader.BeginTransactionAsync(Cancellation);
        await reader.ScalarAsync("select count(*) from reading", Cancellation);
        var refused = await Assert.ThrowsAsync<PostgresException>(() => Partitions(7).EnsureAsync(_connection, begin, Cancellation));
        Assert.Equal(PostgresErrorCodes.LockNotAvailable, refused.SqlState);
        Assert.Equal(begin, (await PartitionsAsync())[^1].From);
    }

    [Fact]
    public async Task upkeep_is_done_by_one_at_a_time()
    {
        await using var other = await _storage.Source.OpenConnectionAsync(Cancellation);
        await other.ScalarAsync(UpkeepSql.TryLock, Cancellation, AdvisoryLocks.Upkeep);
        Assert.False(await Upkeep().RunAsync(Cancellation));
        await other.ScalarAsync(UpkeepSql.Unlock, Cancellation, AdvisoryLocks.Upkeep);
        Assert.True(await Upkeep().RunAsync(Cancellation));
        Assert.True(await Upkeep().RunAsync(Cancellation));
    }

    [Fact]
    public async Task what_a_late_commit_left_of_a_deleted_device_is_removed()
    {
        var device = await CreateDeviceAsync(out var id);
        await CommitAsync(device, 1);
        await _storage.Devices.DeleteAsync(id, Cancellation);
        await _connection.ExecuteAsync("insert into reading (device, key, ts, kind, long_value) values ($1, 1, 5, 2, 5)", Cancellation, device);
        await Upkeep().RunAsync(Cancellation);
        Assert.Equal(1L, await _connection.ScalarAsync("select count(*) from reading", Cancellation));
        await _connection.ExecuteAsync("update deleted_device set deleted_at = now() - interval '1 hour'", Cancellation);
        await Upkeep().RunAsync(Cancellation);
        Assert.Equal(0L, await _connection.ScalarAsync("select count(*) from reading", Cancellation));
        Assert.Equal(0L, await _connection.ScalarAsync("select count(*) from deleted_device", Cancellation));
    }

    [Fact]
    public async Task counts_of_devices_are_added_up_and_stay_right()
    {
        for (var i = 0; i < 5; i++)
            await CreateDeviceAsync();
        await CreateDeviceAsync(out var id);
        await _storage.Devices.DeleteAsync(id, Cancellation);
        await _connection.ExecuteAsync(UpkeepSql.AddUpDevices, Cancellation);
        Assert.Equal(1L, await _connection.ScalarAsync("select count(*) from device_count", Cancellation));
        Assert.Equal(5, (await _storage.Devices.ListAsync(new(new(2, 0)), Cancellation)).Value!.TotalElements);
    }

    private static void AssertGapless(List<Partition> partitions)
    {
        Assert.Null(partitions[0].From);
        Assert.Null(partitions[^1].Until);
        for (var i = 1; i < partitions.Count; i++)
            Assert.Equal(partitions[i - 1].Until, partitions[i].From);
    }

    private static ReadingPartitions Partitions(int days) => new(new() { ConnectionString = "", PartitionDays = days });

    private Task<List<Partition>> PartitionsAsync() => ReadingPartitions.ListAsync(_connection, Cancellation);

    private PostgresUpkeep Upkeep() => new(_storage.Source, Partitions(7), TimeProvider.System, NullLogger<PostgresUpkeep>.Instance);

    private Task<long> CreateDeviceAsync() => CreateDeviceAsync(out _);

    private Task<long> CreateDeviceAsync(out Guid id)
    {
        var made = id = Guid.NewGuid();
        return CreateAsync();

        async Task<long> CreateAsync() => (await _storage.Devices.CreateAsync(
            made, 1, new(made.ToString(), null, Profile, null, null), new(Devices.CredentialsType.AccessToken, null, null), Cancellation)).Value!.Number;
    }

    private async Task CommitAsync(long device, params long[] instants)
    {
        var results = new ChangeResult[1];
        Change[] batch = [new ReadingsChange(device, [.. instants.Select(ts => new Reading("a", ts, TypedValue.Long(ts)))])];
        await _storage.Commits.CommitAsync(batch, results, Cancellation);
        Assert.Equal([ChangeResult.Applied], results);
    }

    private async Task<long[]> InstantsAsync(long device)
    {
        var series = await _storage.Readings.HistoryAsync(device, new(["a"], long.MinValue, long.MaxValue, 1_000, false, Aggregation.None, 0), Cancellation);
        return [.. series.Single().Readings.Select(reading => reading.Ts)];
    }
}
