using Microsoft.Data.Sqlite;

namespace OrleansIot.Silo.Storage.Sqlite;

/// <summary>The embedded database: one file, one process, one writer thread, a few readers.</summary>
internal sealed class SqliteDatabase : IAsyncDisposable
{
    public const string FileName = "orleansiot.db";

    private readonly FolderLock _lock;
    private readonly SqliteConnection _connection;
    private readonly SqliteWriter _writer;
    private readonly SqliteReaders _readers;

    private SqliteDatabase(FolderLock folderLock, SqliteOptions options, TimeProvider time, ILogger<SqliteDatabase> logger)
    {
        SQLitePCL.Batteries_V2.Init();
        var file = Path.Combine(options.Folder, FileName);
        _lock = folderLock;
        _connection = OpenWriter(file);
        Memory = new(_connection, options, time);
        _writer = new(_connection, Memory, logger);
        _readers = new(ConnectionString(file, SqliteOpenMode.ReadOnly), options.Readers);
    }

    public WriterMemory Memory { get; }

    /// <exception cref="StorageInUseException">Another process has it open.</exception>
    public static SqliteDatabase Open(SqliteOptions options, TimeProvider time, ILogger<SqliteDatabase> logger)
    {
        var folderLock = FolderLock.Take(options.Folder);
        try
        {
            var database = new SqliteDatabase(folderLock, options, time, logger);
            database._writer.Start();
            return database;
        }
        catch
        {
            folderLock.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Runs <paramref name="work"/> on the writer thread, in a savepoint of the group's transaction: what it throws rolls back only what it did.
    /// Returns after the commit. The token drops work that has not begun. The work must not begin a transaction.
    /// </summary>
    public Task<T> WriteAsync<T>(Func<SqliteConnection, T> work, CancellationToken cancellation)
    {
        var function = new WriteFunction<T>(work);
        function.Watch(cancellation);
        _writer.Post(function);
        return function.Completion;
    }

    /// <summary>
    /// Runs <paramref name="work"/> on a read-only connection. Work of several statements that must agree begins a deferred transaction.
    /// </summary>
    public Task<T> ReadAsync<T>(Func<SqliteConnection, T> work, CancellationToken cancellation) => _readers.ReadAsync(work, cancellation);

    /// <summary>After this, every reading of the device that was committed before the call is in the tables.</summary>
    public Task SortInAsync(long device, CancellationToken cancellation)
    {
        if (!Memory.Pending.Holds(device))
            return Task.CompletedTask;
        return WriteAsync(
            _ =>
            {
                Memory.Journal.SortIn(device);
                return device;
            },
            cancellation);
    }

    /// <summary>Commits what waits, closes the file and frees the folder.</summary>
    public async ValueTask DisposeAsync()
    {
        _writer.Stop();
        await _writer.Ended.ConfigureAwait(false);
        await _readers.DisposeAsync().ConfigureAwait(false);
        Memory.Dispose();
        await _connection.DisposeAsync().ConfigureAwait(false);
        _lock.Dispose();
    }

    private static SqliteConnection OpenWriter(string file)
    {
        var connection = new SqliteConnection(ConnectionString(file, SqliteOpenMode.ReadWriteCreate));
        try
        {
            connection.Open();
            connection.Execute("""
                pragma journal_mode = wal;
                pragma synchronous = full;
                pragma foreign_keys = on;
                pragma busy_timeout = 5000;
                pragma cache_size = -65536;
                pragma wal_autocheckpoint = 4000;
                pragma journal_size_limit = 67108864;
                pragma temp_store = memory;
                """);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static string ConnectionString(string file, SqliteOpenMode mode) =>
        new SqliteConnectionStringBuilder { DataSource = file, Mode = mode, Pooling = false }.ToString();
}
