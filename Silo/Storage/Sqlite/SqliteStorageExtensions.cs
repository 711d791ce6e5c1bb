using OrleansIot.Grains.Accounts;
using OrleansIot.Grains.Alarms;
using OrleansIot.Grains.Commits;
using OrleansIot.Grains.Customers;
using OrleansIot.Grains.DeviceProfiles;
using OrleansIot.Grains.Devices;
using OrleansIot.Grains.Ota;
using OrleansIot.Grains.Provisioning;
using OrleansIot.Grains.Rpc;
using OrleansIot.Grains.Rules;
using OrleansIot.Grains.Rules.Outbox;
using OrleansIot.Grains.Storage;
using OrleansIot.Grains.Telemetry;
using OrleansIot.Silo.Retention;
using OrleansIot.Silo.Storage.Sqlite.Accounts;
using OrleansIot.Silo.Storage.Sqlite.Alarms;
using OrleansIot.Silo.Storage.Sqlite.Customers;
using OrleansIot.Silo.Storage.Sqlite.DeviceProfiles;
using OrleansIot.Silo.Storage.Sqlite.Ota;
using OrleansIot.Silo.Storage.Sqlite.Provisioning;
using OrleansIot.Silo.Storage.Sqlite.Retention;
using OrleansIot.Silo.Storage.Sqlite.Rules;
using OrleansIot.Silo.Storage.Sqlite.Workflows;

namespace OrleansIot.Silo.Storage.Sqlite;

internal static class SqliteStorageExtensions
{
    /// <summary>Stores everything in the embedded database; the folder is opened when the first store is asked for.</summary>
    public static IServiceCollection AddSqliteStorage(this IServiceCollection services, SqliteOptions options) => services
        .AddSingleton(provider => SqliteDatabase.Open(
            options, provider.GetService<TimeProvider>() ?? TimeProvider.System, provider.GetRequiredService<ILogger<SqliteDatabase>>()))
        .AddSingleton<ISchema, SqliteSchema>()
        .AddSingleton<ICommitStore, SqliteCommitStore>()
        .AddSingleton<IDeviceStore, SqliteDeviceStore>()
        .AddSingleton<ICommandStore, SqliteCommandStore>()
        .AddSingleton<IReadingStore, SqliteReadingStore>()
        .AddSingleton<IUserStore, SqliteUserStore>()
        .AddSingleton<ICustomerStore, SqliteCustomerStore>()
        .AddSingleton<IDeviceProfileStore, SqliteDeviceProfileStore>()
        .AddSingleton<ISettingStore, SqliteSettingStore>()
        .AddSingleton<IProvisioningStore, SqliteProvisioningStore>()
        .AddSingleton<IOtaPackageStore, SqliteOtaPackageStore>()
        .AddSingleton<IOtaContentStore, SqliteOtaContentStore>()
        .AddSingleton<IOtaAssignmentStore, SqliteOtaAssignmentStore>()
        .AddSingleton<IOtaFanOutStore, SqliteOtaFanOutStore>()
        .AddSingleton<IRollOutStore, SqliteRollOutStore>()
        .AddSingleton<IRuleChainStore, SqliteRuleChainStore>()
        .AddSingleton<IOutboxStore, SqliteOutboxStore>()
        .AddSingleton<IAlarmStore, SqliteAlarmStore>()
        .AddSqliteWorkflowStorage()
        .AddRetention<SqliteRetentionStore>();
}
