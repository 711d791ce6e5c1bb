using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;
using OrleansIot.Accounts;
using OrleansIot.Devices;
using OrleansIot.Grains.Alarms;
using OrleansIot.Grains.Commits;
using OrleansIot.Grains.Devices;
using OrleansIot.Grains.Membership;
using OrleansIot.Grains.Ota;
using OrleansIot.Grains.Polls;
using OrleansIot.Grains.Rpc;
using OrleansIot.Grains.Rules;
using OrleansIot.Grains.Rules.Outbox;
using OrleansIot.Grains.Telemetry;
using OrleansIot.Grains.Tests.Fakes;
using OrleansIot.Grains.Tests.Rules;

namespace OrleansIot.Grains.Tests.Devices;

/// <summary>Two silos over one database in memory.</summary>
public sealed class DeviceClusterFixture : IAsyncLifetime
{
    public const int MaxPolls = 5;

    private static readonly Caller Admin = new(Guid.NewGuid(), Authority.TenantAdmin, null);

    private InProcessTestCluster _cluster = null!;

    internal MemoryStorage Storage { get; } = new();

    internal ScriptedPulse Pulse { get; } = new();

    internal MemoryRules Rules => Storage.Rules;

    public IGrainFactory Grains => _cluster.Client;

    public async ValueTask InitializeAsync()
    {
        var builder = new InProcessTestClusterBuilder(2);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton<ICommitStore>(Storage);
            silo.Services.AddSingleton<IDeviceStore>(Storage);
            silo.Services.AddSingleton<IReadingStore>(Storage);
            silo.Services.AddSingleton<IOtaAssignmentStore, NoPackages>();
            silo.Services.AddSingleton<IRuleChainStore>(Rules);
            silo.Services.AddSingleton<IOutboxStore>(Rules);
            silo.Services.AddSingleton<IAlarmStore>(Rules);
            silo.Services.AddRules();
            silo.Services.Configure<RuleOptions>(o => (o.DebugEvents, o.LeftBehindAfter, o.RefreshPeriod, o.AheadTimeLimit) = (10_000, 1, 1, 1_000));
            silo.Services.AddSingleton<ICommandStore>(Storage);
            silo.Services.AddSingleton(TimeProvider.System);
            silo.Services.AddSingleton<ISiloPulse>(Pulse);
            silo.Services.AddSingleton<ICommitter, Committer>();
            silo.Services.AddPolls();
            silo.Services.Configure<CommitterOptions>(o => o.MaxWait = 500);
            silo.Services.Configure<DeviceLimits>(o => (o.MaxKeys, o.MaxPolls) = (50, MaxPolls));
        });
        _cluster = builder.Build();
        await _cluster.DeployAsync();
    }

    public Task StopSiloAsync(SiloAddress silo) => _cluster.StopSiloAsync(Find(silo));

    public Task KillSiloAsync(SiloAddress silo) => _cluster.KillSiloAsync(Find(silo));

    /// <summary>Creates a device with a token of its own.</summary>
    public async Task<(IDeviceGrain Device, TokenOwner Owner)> CreateDeviceAsync()
    {
        var token = Guid.NewGuid().ToString("N");
        var fields = new DeviceFields("device-" + token, null, Guid.NewGuid(), null, null);
        var created = await Grains.GetGrain<IDeviceRegistry>(0).Create(Admin, Guid.NewGuid(), fields, new(CredentialsType.AccessToken, token, null));
        var owner = await Grains.GetGrain<ITokenResolver>(0).Resolve(token);
        return (Grains.GetGrain<IDeviceGrain>(created.Value!.Id), owner!);
    }

    /// <summary>Stores a change past the grains, as another activation of the device would.</summary>
    internal async Task CommitAsync(Change change)
    {
        var results = new ChangeResult[1];
        await Storage.CommitAsync(new[] { change }, results, TestContext.Current.CancellationToken);
        Assert.Equal(ChangeResult.Applied, results[0]);
    }

    internal async Task<long> NumberAsync(Guid device) => (await Storage.LoadRecordAsync(device, TestContext.Current.CancellationToken))!.Number;

    public async ValueTask DisposeAsync() => await _cluster.DisposeAsync();

    private InProcessSiloHandle Find(SiloAddress silo) => _cluster.Silos.Single(s => s.SiloAddress.Equals(silo));
}
