using Npgsql;
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
using OrleansIot.Silo.Storage.Postgres;
using OrleansIot.Silo.Storage.Postgres.Accounts;
using OrleansIot.Silo.Storage.Postgres.Alarms;
using OrleansIot.Silo.Storage.Postgres.Customers;
using OrleansIot.Silo.Storage.Postgres.DeviceProfiles;
using OrleansIot.Silo.Storage.Postgres.Ota;
using OrleansIot.Silo.Storage.Postgres.Provisioning;
using OrleansIot.Silo.Storage.Postgres.Retention;
using OrleansIot.Silo.Storage.Postgres.Rules;

namespace OrleansIot.Silo.Tests.Storage.Postgres;

internal sealed class PostgresStorageUnderTest : IStorageUnderTest
{
    private readonly TestDatabase _database;

    private PostgresStorageUnderTest(TestDatabase database)
    {
        _database = database;
        Start(database.Source);
    }

    public NpgsqlDataSource Source { get; private set; } = null!;

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

    public static async Task<PostgresStorageUnderTest> OpenAsync(PostgresOptions? options = null) => new(await TestDatabase.CreateMigratedAsync(options));

    /// <summary>What a silo knows goes with it; the server stays, and has its own tests.</summary>
    public async Task RestartAsync(bool abruptly)
    {
        if (Source != _database.Source)
            await Source.DisposeAsync();
        Start(PostgresDataSource.Create(_database.Options));
    }

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        await _database.DisposeAsync();
    }

    private void Start(NpgsqlDataSource source)
    {
        Source = source;
        Commits = new PostgresCommitStore(source, new(source, _database.Options), new(_database.Options.KnownSeries), _database.Options, TimeProvider.System);
        (Devices, Readings) = (new PostgresDeviceStore(source, _database.Options), new PostgresReadingStore(source));
        Commands = new PostgresCommandStore(source);
        (Users, Customers) = (new PostgresUserStore(source), new PostgresCustomerStore(source));
        (Profiles, Settings) = (new PostgresDeviceProfileStore(source), new PostgresSettingStore(source));
        (Provisioning, Packages, Contents) = (new PostgresProvisioningStore(source, _database.Options), new PostgresOtaPackageStore(source), new PostgresOtaContentStore(source));
        (Assignments, FanOuts, RollOuts) = (new PostgresOtaAssignmentStore(source), new PostgresOtaFanOutStore(source), new PostgresRollOutStore(source));
        (RuleChains, Outbox, Alarms) = (new PostgresRuleChainStore(source), new PostgresOutboxStore(source), new PostgresAlarmStore(source, TimeProvider.System));
        Retention = new PostgresRetentionStore(source);
    }
}
