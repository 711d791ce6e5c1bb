using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using OrleansIot.Silo.Storage;
using OrleansIot.Silo.Storage.Sqlite;

namespace OrleansIot.Silo.Tests.Storage.Sqlite;

public sealed class SqliteDatabaseTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private SqliteDatabase _database = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        _database = Open(_folder.Path);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public void second_opener_of_a_folder_is_refused_by_name()
    {
        var refused = Assert.Throws<StorageInUseException>(() => Open(_folder.Path));
        Assert.Contains(_folder.Path, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task folder_is_free_again_after_closing()
    {
        await _database.DisposeAsync();
        _database = Open(_folder.Path);
        Assert.Equal(1L, await _database.WriteAsync(connection => connection.Scalar("select 1"), Cancellation));
    }

    [Fact]
    public async Task missing_folder_is_created_for_its_owner_only()
    {
        var folder = Path.Combine(_folder.Path, "a", "b");
        await using var database = Open(folder);
        Assert.True(File.Exists(Path.Combine(folder, SqliteDatabase.FileName)));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
    }

    [Fact]
    public async Task every_commit_reaches_the_disk_before_it_is_answered()
    {
        Assert.Equal("wal", await _database.WriteAsync(connection => connection.Scalar("pragma journal_mode"), Cancellation));
        Assert.Equal(2L, await _database.WriteAsync(connection => connection.Scalar("pragma synchronous"), Cancellation));
    }

    [Fact]
    public async Task work_that_throws_takes_back_only_its_own_changes()
    {
        await _database.WriteAsync(connection => connection.Execute("create table t (x integer)"), Cancellation);
        var works = Enumerable.Range(0, 100).Select(i => _database.WriteAsync(
            connection =>
            {
                connection.Execute("insert into t values ($x)", ("$x", i));
                return i % 3 == 0 ? throw new InvalidTimeZoneException() : i;
            },
            Cancellation)).ToArray();

        for (var i = 0; i < works.Length; i++)
        {
            if (i % 3 == 0)
                await Assert.ThrowsAsync<InvalidTimeZoneException>(() => works[i]);
            else
                Assert.Equal(i, await works[i]);
        }

        var stored = await _database.ReadAsync(
            connection => connection.Query("select x from t order by x", row => row.GetInt32(0)), Cancellation);
        Assert.Equal(Enumerable.Range(0, 100).Where(i => i % 3 != 0), stored);
    }

    [Fact]
    public async Task cancellation_drops_work_that_has_not_begun()
    {
        using var begun = new SemaphoreSlim(0);
        using var go = new ManualResetEventSlim();
        using var cancellation = new CancellationTokenSource();
        var first = _database.WriteAsync(
            _ =>
            {
                begun.Release();
                go.Wait(Cancellation);
                return 1;
            },
            Cancellation);
        await begun.WaitAsync(Cancellation);
        var ran = false;
        var second = _database.WriteAsync(_ => ran = true, cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        go.Set();
        Assert.Equal(1, await first);
        await _database.WriteAsync(_ => 0, Cancellation);
        Assert.False(ran);
    }

    [Fact]
    public async Task closed_database_refuses_instead_of_hanging()
    {
        await _database.ReadAsync(connection => connection.Scalar("select 1"), Cancellation);
        await _database.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => _database.ReadAsync(_ => 1, Cancellation));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => _database.WriteAsync(_ => 1, Cancellation));
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task readers_cannot_write()
    {
        await Assert.ThrowsAsync<SqliteException>(() => _database.ReadAsync(connection => connection.Execute("create table t (x)"), Cancellation));
    }

    [Fact]
    public async Task migrating_twice_changes_nothing()
    {
        var schema = new SqliteSchema(_database);
        await schema.MigrateAsync(Cancellation);
        await schema.MigrateAsync(Cancellation);
        Assert.Equal(0L, await _database.ReadAsync(connection => connection.Scalar("select count(*) from device"), Cancellation));
    }

    [Fact]
    public async Task database_of_a_newer_program_is_refused()
    {
        await _database.WriteAsync(connection => connection.Execute("pragma user_version = 9999"), Cancellation);
        var refused = await Assert.ThrowsAsync<SchemaTooNewException>(() => new SqliteSchema(_database).MigrateAsync(Cancellation));
        Assert.Contains("9999", refused.Message, StringComparison.Ordinal);
    }

    private static SqliteDatabase Open(string folder) =>
        SqliteDatabase.Open(new() { Folder = folder }, TimeProvider.System, NullLogger<SqliteDatabase>.Instance);
}
