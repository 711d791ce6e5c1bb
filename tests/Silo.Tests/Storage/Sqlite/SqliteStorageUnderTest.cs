using Microsoft.Extensions.Logging.Abstractions;
using OrleansIot.Grains.Commits;
using OrleansIot.Grains.Devices;
using OrleansIot.Grains.Rpc;
using OrleansIot.Grains.Telemetry;
using OrleansIot.Silo.Storage.Sqlite;

namespace OrleansIot.Silo.Tests.Storage.Sqlite;

internal sealed class SqliteStorageUnderTest : IStorageUnderTest
{
    private readonly TemporaryFolder _folder = new();
    private readonly SqliteOptions _options;
    private int _lives;

    private SqliteStorageUnderTest(SqliteOptions options) => _options = options;

    public SqliteDatabase Database { get; private set; } = null!;

    public ICommitStore Commits { get; private set; } = null!;

    public IDeviceStore Devices { get; private set; } = null!;

    public IReadingStore Readings { get; private set; } = null!;

    public ICommandStore Commands { get; private set; } = null!;

    public static async Task<SqliteStorageUnderTest> OpenAsync(SqliteOptions options)
    {
        var storage = new SqliteStorageUnderTest(options);
        await storage.StartAsync();
        return storage;
    }

    public Task AddProfileAsync(Guid id, string name) => Database.WriteAsync(
        connection => connection.Execute(
            "insert into device_profile (id, created_time, name, document) values ($id, 0, $name, '{}')", ("$id", id.ToString()), ("$name", name)),
        default);

    public Task AddCustomerAsync(Guid id, string title) => Database.WriteAsync(
        connection => connection.Execute(
            "insert into customer (id, created_time, title) values ($id, 0, $title)", ("$id", id.ToString()), ("$title", title)),
        default);

    /// <summary>An abrupt end leaves the files as they are on the disk between two commits.</summary>
    public async Task RestartAsync(bool abruptly)
    {
        if (abruptly)
        {
            await Database.WriteAsync(_ => CopyFiles(CurrentFolder, FolderOf(_lives + 1)), default);
            await Database.DisposeAsync();
            _lives++;
        }
        else
        {
            await Database.DisposeAsync();
        }

        await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        _folder.Dispose();
    }

    private string CurrentFolder => FolderOf(_lives);

    private string FolderOf(int life) => Path.Combine(_folder.Path, $"life-{life}");

    private async Task StartAsync()
    {
        Database = SqliteDatabase.Open(_options with { Folder = CurrentFolder }, TimeProvider.System, NullLogger<SqliteDatabase>.Instance);
        await new SqliteSchema(Database).MigrateAsync(default);
        (Commits, Devices, Readings) = (new SqliteCommitStore(Database), new SqliteDeviceStore(Database), new SqliteReadingStore(Database));
        Commands = new SqliteCommandStore(Database);
    }

    private static int CopyFiles(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var suffix in (string[])["", "-wal"])
            File.Copy(Path.Combine(from, SqliteDatabase.FileName + suffix), Path.Combine(to, SqliteDatabase.FileName + suffix));
        return 0;
    }
}
