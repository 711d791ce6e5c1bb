using Microsoft.Extensions.Logging.Abstractions;
using OrleansIot.Grains.Accounts;
using OrleansIot.Grains.Alarms;
using OrleansIot.Grains.Commits;
using OrleansIot.Grains.Customers;
using OrleansIot.Grains.DeviceProfiles;
using OrleansIot.Grains.Devices;
using OrleansIot.Grains.Ota;
using OrleansIot.Grains.Provisioning;
using OrleansIot.Grains.Retention;
using OrleansIot.Grains.Rpc;
using OrleansIot.Grains.Rules;
using OrleansIot.Grains.Rules.Outbox;
using OrleansIot.Grains.Storage;
using OrleansIot.Grains.Telemetry;
using OrleansIot.Silo.Storage.Sqlite;
using OrleansIot.Silo.Storage.Sqlite.Accounts;
using OrleansIot.Silo.Storage.Sqlite.Alarms;
using OrleansIot.Silo.Storage.Sqlite.Customers;
using OrleansIot.Silo.Storage.Sqlite.DeviceProfiles;
using OrleansIot.Silo.Storage.Sqlite.Ota;
using OrleansIot.Silo.Storage.Sqlite.Provisioning;
using OrleansIot.Silo.Storage.Sqlite.Retention;
using OrleansIot.Silo.Storage.Sqlite.Rules;

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

    public IUserStore Users { get; private set; } = null!;

    public ICustomerStore Customers { get; private set; } = null!;

    public IDeviceProfileStore Profiles { get; private set; } = null!;

    public ISettingStore Settings { get; private set; } = null!;

    public IProvisioningStore Provisioning { get; private set; } = null!;

    public IOtaPackageStore Packages { get; private set; } = null!;

    public IOtaContentStore Contents { get; private set; } = null!;

    public IOtaAssignmentStore Assignments { get; private set; } = null!;

    public IOtaFanOutStore FanOuts { get; private set; } = null!;

    public IRollOutStore RollOuts { get; private set; } = null!;

    public IRuleChainStore RuleChains { get; private set; } = null!;

    public IOutboxStore Outbox { get; private set; } = null!;

    public IAlarmStore Alarms { get; private set; } = null!;
    public IRetentionStore Retention { get; private set; } = null!;

    public static async Task<SqliteStorageUnderTest> OpenAsync(SqliteOptions options)
    {
        var storage = new SqliteStorageUnderTest(options);
        await storage.StartAsync();
        return storage;
    }

    /// <param name="file">A copy of a database.</param>
    public static async Task<SqliteStorageUnderTest> OpenCopyAsync(string file)
    {
        var storage = new SqliteStorageUnderTest(new() { Folder = "" });
        Directory.CreateDirectory(storage.CurrentFolder);
        File.Copy(file, Path.Combine(storage.CurrentFolder, SqliteDatabase.FileName));
        await storage.StartAsync();
        return storage;
    }

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

    public string CurrentFolder => FolderOf(_lives);

    private string FolderOf(int life) => Path.Combine(_folder.Path, $"life-{life}");

    private async Task StartAsync()
    {
        Database = SqliteDatabase.Open(_options with { Folder = CurrentFolder }, TimeProvider.System, NullLogger<SqliteDatabase>.Instance);
        await new SqliteSchema(Database).MigrateAsync(default);
        (Commits, Devices, Readings) = (new SqliteCommitStore(Database), new SqliteDeviceStore(Database), new SqliteReadingStore(Database));
        Commands = new SqliteCommandStore(Database);
        (Users, Customers) = (new SqliteUserStore(Database), new SqliteCustomerStore(Database));
        (Profiles, Settings) = (new SqliteDeviceProfileStore(Database), new SqliteSettingStore(Database));
        (Provisioning, Packages, Contents) = (new SqliteProvisioningStore(Database), new SqliteOtaPackageStore(Database), new SqliteOtaContentStore(Database));
        (Assignments, FanOuts, RollOuts) = (new SqliteOtaAssignmentStore(Database), new SqliteOtaFanOutStore(Database), new SqliteRollOutStore(Database));
        (RuleChains, Outbox, Alarms) = (new SqliteRuleChainStore(Database), new SqliteOutboxStore(Database), new SqliteAlarmStore(Database, TimeProvider.System));
        Retention = new SqliteRetentionStore(Database);
    }

    private static int CopyFiles(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var suffix in (string[])["", "-wal"])
            File.Copy(Path.Combine(from, SqliteDatabase.FileName + suffix), Path.Combine(to, SqliteDatabase.FileName + suffix));
        return 0;
    }
}
