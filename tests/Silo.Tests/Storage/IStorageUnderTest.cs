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

namespace OrleansIot.Silo.Tests.Storage;

/// <summary>A database of its own for one test, behind the ports.</summary>
internal interface IStorageUnderTest : IAsyncDisposable
{
    ICommitStore Commits { get; }

    IDeviceStore Devices { get; }

    IReadingStore Readings { get; }

    ICommandStore Commands { get; }

    IUserStore Users { get; }

    ICustomerStore Customers { get; }

    IDeviceProfileStore Profiles { get; }

    ISettingStore Settings { get; }

    IProvisioningStore Provisioning { get; }

    IOtaPackageStore Packages { get; }

    IOtaContentStore Contents { get; }

    IOtaAssignmentStore Assignments { get; }

    IOtaFanOutStore FanOuts { get; }

    IRollOutStore RollOuts { get; }

    IRuleChainStore RuleChains { get; }

    IOutboxStore Outbox { get; }

    IAlarmStore Alarms { get; }
    IRetentionStore Retention { get; }

    /// <summary>Ends the program, politely or not, and starts it again.</summary>
    Task RestartAsync(bool abruptly);
}
