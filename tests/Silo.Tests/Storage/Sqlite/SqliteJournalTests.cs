using System.Globalization;
using Microsoft.Data.Sqlite;
using OrleansIot.Devices;
using OrleansIot.Grains.Commits;
using OrleansIot.Silo.Storage.Sqlite;
using OrleansIot.Telemetry;
using OrleansIot.Values;
using SQLitePCL;

namespace OrleansIot.Silo.Tests.Storage.Sqlite;

public sealed class SqliteJournalTests
{
    private static readonly Guid Profile = Guid.NewGuid();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task acknowledged_readings_wait_in_the_journal_and_a_clean_end_sorts_them_in()
    {
        await using var storage = await OpenAsync(new() { Folder = "", SortAfter = TimeSpan.FromDays(1) });
        var device = await CreateAsync(storage);
        await CommitAsync(storage, device, 1, "a");
        Assert.Equal((1L, 0L), await CountsAsync(storage));
        await storage.RestartAsync(abruptly: false);
        Assert.Equal((0L, 1L), await CountsAsync(storage));
    }

    [Fact]
    public async Task reading_a_device_sorts_in_its_own_rows_only()
    {
        await using var storage = await OpenAsync(new() { Folder = "", SortAfter = TimeSpan.FromDays(1) });
        var (one, other) = (await CreateAsync(storage), await CreateAsync(storage));
        await CommitAsync(storage, one, 1, "a");
        await CommitAsync(storage, other, 1, "a");
        await storage.Readings.LatestAsync(one, null, Cancellation);
        Assert.Equal((2L, 1L), await CountsAsync(storage));
        Assert.False(storage.Database.Memory.Pending.Holds(one));
        Assert.True(storage.Database.Memory.Pending.Holds(other));
    }

    [Fact]
    public async Task device_counts_as_pending_until_its_rows_are_committed_in_the_tables()
    {
        await using var storage = await OpenAsync(new() { Folder = "", SortAfter = TimeSpan.FromDays(1) });
        var (device, memory) = (await CreateAsync(storage), storage.Database.Memory);
        Assert.False(memory.Pending.Holds(device));
        await CommitAsync(storage, device, 1, "a");
        Assert.True(memory.Pending.Holds(device));
        Assert.True(await storage.Database.WriteAsync(
            _ =>
            {
                memory.Journal.SortIn(device);
                return memory.Pending.Holds(device);
            },
            Cancellation));
        Assert.False(memory.Pending.Holds(device));
    }

    [Fact]
    public async Task newer_rows_win_over_those_that_are_being_sorted_in()
    {
        await using var storage = await OpenAsync(new() { Folder = "", SortAfter = TimeSpan.FromDays(1) });
        var (device, memory) = (await CreateAsync(storage), storage.Database.Memory);
        await storage.Database.WriteAsync(
            _ =>
            {
                memory.Commit([new ReadingsChange(device, [new("a", 1, TypedValue.Long(1))])], new ChangeResult[1]);
                memory.Pending.Seal();
                memory.Commit([new ReadingsChange(device, [new("a", 1, TypedValue.Long(2))])], new ChangeResult[1]);
                memory.Journal.SortIn(device);
                return 0;
            },
            Cancellation);
        Reading newer = new("a", 1, TypedValue.Long(2));
        Assert.Equal([newer], await storage.Readings.LatestAsync(device, null, Cancellation));
        Assert.Equal([newer], (await storage.Readings.HistoryAsync(device, All("a"), Cancellation)).Single().Readings);
    }

    [Fact]
    public async Task pending_rows_never_outgrow_their_bound()
    {
        await using var storage = await OpenAsync(new() { Folder = "", SortAfter = TimeSpan.FromDays(1), SliceRows = 1, PendingBytes = 1_000 });
        var device = await CreateAsync(storage);
        for (var ts = 0; ts < 200; ts++)
        {
            await CommitAsync(storage, device, ts, "a", "b");
            Assert.InRange(await storage.Database.WriteAsync(_ => storage.Database.Memory.Pending.Bytes, Cancellation), 0, 1_000);
        }

        Assert.Equal(200, (await storage.Readings.HistoryAsync(device, All("b"), Cancellation)).Single().Readings.Length);
    }

    [Fact]
    public async Task one_key_name_too_many_refuses_only_the_change_that_brings_it()
    {
        await using var storage = await OpenAsync(new() { Folder = "", MaxKeys = 3 });
        var device = await CreateAsync(storage);
        Change[] batch = [Readings(device, 1, "a", "b"), Readings(device, 2, "a", "c", "d"), Readings(device, 3, "c", "b")];
        var results = new ChangeResult[3];
        await storage.Commits.CommitAsync(batch, results, Cancellation);
        Assert.Equal([ChangeResult.Applied, ChangeResult.LimitExceeded, ChangeResult.Applied], results);
        Assert.Equal([1L, 3L], (await storage.Readings.LatestAsync(device, ["a", "c"], Cancellation)).Select(reading => reading.Ts));

        await storage.RestartAsync(abruptly: true);
        Assert.Equal([ChangeResult.LimitExceeded], await CommitAsync(storage, device, 4, "d"));
        Assert.Equal([ChangeResult.Applied], await CommitAsync(storage, device, 4, "a", "b", "c"));
    }

    [Fact]
    public async Task device_that_could_not_be_created_is_not_remembered()
    {
        await using var storage = await OpenAsync(new() { Folder = "" });
        var device = await CreateAsync(storage);
        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => storage.Database.WriteAsync<int>(
            _ =>
            {
                storage.Database.Memory.Devices.Add(device + 1);
                throw new InvalidTimeZoneException();
            },
            Cancellation));
        Assert.Equal([ChangeResult.Unmatched], await CommitAsync(storage, device + 1, 1, "a"));
        Assert.Equal([ChangeResult.Applied], await CommitAsync(storage, device, 1, "a"));
    }

    [Fact]
    public async Task work_that_sorted_in_and_then_failed_loses_no_reading()
    {
        await using var storage = await OpenAsync(new() { Folder = "", SortAfter = TimeSpan.FromDays(1) });
        var device = await CreateAsync(storage);
        await CommitAsync(storage, device, 1, "a");
        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => storage.Database.WriteAsync<int>(
            _ =>
            {
                storage.Database.Memory.Journal.SortIn(device);
                throw new InvalidTimeZoneException();
            },
            Cancellation));
        await CommitAsync(storage, device, 2, "a");
        Assert.Equal([1L, 2L], (await storage.Readings.HistoryAsync(device, All("a"), Cancellation)).Single().Readings.Select(reading => reading.Ts));
    }

    [Fact]
    public async Task group_that_cannot_be_committed_answers_all_its_callers_and_the_next_one_finds_everything()
    {
        await using var storage = await OpenAsync(new() { Folder = "", SortAfter = TimeSpan.FromDays(1) });
        var device = await CreateAsync(storage);
        await CommitAsync(storage, device, 1, "a");
        await Assert.ThrowsAnyAsync<Exception>(() => storage.Database.WriteAsync(
            connection =>
            {
                storage.Database.Memory.Journal.SortIn(device);
                return raw.sqlite3_exec(connection.Handle, "rollback");
            },
            Cancellation));
        Assert.Equal([1L], (await storage.Readings.LatestAsync(device, null, Cancellation)).Select(reading => reading.Ts));
        Assert.Equal([ChangeResult.Applied], await CommitAsync(storage, device, 2, "a"));
        Assert.Equal([2L], (await storage.Readings.LatestAsync(device, null, Cancellation)).Select(reading => reading.Ts));
    }

    [Theory]
    [InlineData(raw.SQLITE_BUSY, true)]
    [InlineData(raw.SQLITE_IOERR, true)]
    [InlineData(raw.SQLITE_FULL, true)]
    [InlineData(raw.SQLITE_CONSTRAINT, false)]
    [InlineData(raw.SQLITE_TOOBIG, false)]
    public async Task only_what_may_go_away_by_itself_is_transient(int code, bool transient)
    {
        await using var storage = await OpenAsync(new() { Folder = "" });
        Assert.Equal(transient, storage.Commits.IsTransient(new SqliteException("", code)));
    }

    private static async Task<SqliteStorageUnderTest> OpenAsync(SqliteOptions options)
    {
        var storage = await SqliteStorageUnderTest.OpenAsync(options);
        await storage.AddProfileAsync(Profile, "default");
        return storage;
    }

    private static async Task<long> CreateAsync(SqliteStorageUnderTest storage)
    {
        var id = Guid.NewGuid();
        var answer = await storage.Devices.CreateAsync(
            id, 1, new(id.ToString(), null, Profile, null, null), new(CredentialsType.AccessToken, null, null), Cancellation);
        return answer.Value!.Number;
    }

    private static async Task<ChangeResult[]> CommitAsync(SqliteStorageUnderTest storage, long device, long ts, params string[] keys)
    {
        var results = new ChangeResult[1];
        await storage.Commits.CommitAsync(new Change[] { Readings(device, ts, keys) }, results, Cancellation);
        return results;
    }

    private static ReadingsChange Readings(long device, long ts, params string[] keys) =>
        new(device, [.. keys.Select(key => new Reading(key, ts, TypedValue.String(ts.ToString(CultureInfo.InvariantCulture))))]);

    private static HistoryQuery All(string key) => new([key], long.MinValue, long.MaxValue, 1_000, false, Aggregation.None, 0);

    private static Task<(long Journal, long Readings)> CountsAsync(SqliteStorageUnderTest storage) => storage.Database.ReadAsync(
        connection => ((long)connection.Scalar("select count(*) from journal")!, (long)connection.Scalar("select count(*) from reading")!), Cancellation);
}
