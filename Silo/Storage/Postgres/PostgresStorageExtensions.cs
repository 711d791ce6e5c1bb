using Microsoft.Extensions.Options;
using Npgsql;
using OrleansIot.Gateway.Settings;
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
using OrleansIot.Silo.Storage.Postgres.Accounts;
using OrleansIot.Silo.Storage.Postgres.Alarms;
using OrleansIot.Silo.Storage.Postgres.Customers;
using OrleansIot.Silo.Storage.Postgres.DeviceProfiles;
using OrleansIot.Silo.Storage.Postgres.Ota;
using OrleansIot.Silo.Storage.Postgres.Provisioning;
using OrleansIot.Silo.Storage.Postgres.Retention;
using OrleansIot.Silo.Storage.Postgres.Rules;
using OrleansIot.Silo.Storage.Postgres.Workflows;

namespace OrleansIot.Silo.Storage.Postgres;

internal static class PostgresStorageExtensions
{
    /// <summary>Stores everything in a PostgreSQL database that many silos share. The <see cref="NpgsqlDataSource"/> is there for Orleans' providers, too.</summary>
    public static IServiceCollection AddPostgresStorage(this IServiceCollection services, PostgresOptions options)
    {
        services.AddSettings<PostgresSettings>(PostgresSettings.Section);
        return services
            .AddSingleton(provider => options.With(provider.GetRequiredService<IOptions<PostgresSettings>>().Value))
            .AddSingleton(provider => PostgresDataSource.Create(options, provider.GetService<ILoggerFactory>()))
            .AddSingleton<ReadingPartitions>()
            .AddSingleton<ISchema, PostgresSchema>()
            .AddSingleton<ILifecycleParticipant<ISiloLifecycle>, PostgresUpkeep>()
            .AddSingleton<TelemetryKeys>()
            .AddSingleton(new KnownSeries(options.KnownSeries))
            .AddSingleton<ICommitStore, PostgresCommitStore>()
            .AddSingleton<IDeviceStore, PostgresDeviceStore>()
            .AddSingleton<ICommandStore, PostgresCommandStore>()
            .AddSingleton<IReadingStore, PostgresReadingStore>()
            .AddSingleton<IUserStore, PostgresUserStore>()
            .AddSingleton<ICustomerStore, PostgresCustomerStore>()
            .AddSingleton<IDeviceProfileStore, PostgresDeviceProfileStore>()
            .AddSingleton<ISettingStore, PostgresSettingStore>()
            .AddSingleton<IProvisioningStore, PostgresProvisioningStore>()
            .AddSingleton<IOtaPackageStore, PostgresOtaPackageStore>()
            .AddSingleton<IOtaContentStore, PostgresOtaContentStore>()
            .AddSingleton<IOtaAssignmentStore, PostgresOtaAssignmentStore>()
            .AddSingleton<IOtaFanOutStore, PostgresOtaFanOutStore>()
            .AddSingleton<IRollOutStore, PostgresRollOutStore>()
            .AddSingleton<IRuleChainStore, PostgresRuleChainStore>()
            .AddSingleton<IOutboxStore, PostgresOutboxStore>()
            .AddSingleton<IAlarmStore, PostgresAlarmStore>()
            .AddPostgresWorkflowStorage()
            .AddRetention<PostgresRetentionStore>();
    }
}
