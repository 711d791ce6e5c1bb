using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.Storage;
using Orleans.TestingHost;
using OrleansIot.Accounts;
using OrleansIot.DeviceProfiles;
using OrleansIot.Grains.DeviceProfiles;
using OrleansIot.Grains.Retention;
using OrleansIot.Grains.Tests.Fakes;
using OrleansIot.Grains.Workflows;
using OrleansIot.Retention;
using OrleansIot.Values;

namespace OrleansIot.Grains.Tests.Retention;

public sealed class RetentionGrainTests : IAsyncLifetime
{
    private static readonly Caller Administrator = new(Guid.Empty, Authority.TenantAdmin, null);

    private readonly ScriptedRetentionStore _store = new();
    private InProcessTestCluster _cluster = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private IRetentionGrain Retention => _cluster.Client.GetGrain<IRetentionGrain>(0);

    public async ValueTask InitializeAsync()
    {
        var builder = new InProcessTestClusterBuilder(2);
        var states = new LastingStates();
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton<IRetentionStore>(_store);
            silo.Services.AddSingleton<IDeviceProfileStore>(new OneProfile());
            silo.Services.AddSingleton(TimeProvider.System);
            silo.Services.AddKeyedSingleton<IGrainStorage>(WorkflowStorage.Name, states);
            silo.Services.Configure<RetentionOptions>(o => o.TimeToLive = TimeSpan.FromDays(1));
        });
        builder.ConfigureClient(client => client.Configure<ClientMessagingOptions>(o => o.ResponseTimeout = TimeSpan.FromSeconds(2)));
        _cluster = builder.Build();
        await _cluster.DeployAsync();
    }

    public async ValueTask DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task run_goes_on_piece_by_piece_and_is_reported()
    {
        _store.Script = after => new(after == 3 ? null : after + 1, new(10, 1, 100));
        await Retention.Wake();
        var last = (await UntilAsync(report => report.Last is not null)).Last!;
        Assert.Equal([0L, 1L, 2L, 3L], _store.Asked);
        Assert.Equal(new Removed(40, 4, 400), last.Removed);
        Assert.True(last.FinishedTime >= last.StartedTime);
    }

    [Fact]
    public async Task run_that_is_not_due_does_not_begin()
    {
        _store.Script = _ => new(null, new(1, 0, 1));
        await Retention.Wake();
        await UntilAsync(report => report.Last is not null);
        await Retention.Wake();
        await Retention.Wake();
        Assert.Equal([0L], _store.Asked);
    }

    [Fact]
    public async Task run_that_was_broken_off_goes_on_where_it_was_when_it_is_woken_again()
    {
        var isBroken = true;
        _store.Script = after => after == 2 && isBroken ? throw new InvalidOperationException("The database is away.") : new(after == 3 ? null : after + 1, new(1, 1, 1));
        await Retention.Wake();
        await UntilAskedAsync(3);
        isBroken = false;
        await Retention.Wake();
        Assert.Equal(4, (await UntilAsync(report => report.Last is not null)).Total.Readings);
        Assert.Equal([0L, 1L, 2L, 2L, 3L], _store.Asked);
    }

    [Fact]
    public async Task others_go_on_where_all_silos_have_gone()
    {
        _store.Script = after => new(after + 1, new(1, 1, 1));
        await Retention.Wake();
        await UntilAskedAsync(3);
        foreach (var silo in _cluster.Silos.ToArray())
        {
            await _cluster.StartSilosAsync(1, Cancellation);
            await silo.StopSiloAsync(stopGracefully: true);
        }

        var asked = _store.Asked.Length;
        while (_store.Asked.Length <= asked)
        {
            // The cluster needs a moment to learn who is left, as every silo that wakes the retention would see.
            await Retention.Wake().ContinueWith(_ => { }, Cancellation, TaskContinuationOptions.None, TaskScheduler.Default);
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Cancellation);
        }

        _store.Script = after => new(null, Removed.Nothing);
        Assert.NotEqual(0, (await UntilAsync(report => report.Last is not null)).Total.Readings);
        Assert.Single(_store.Asked, after => after == 0);
    }

    [Fact]
    public async Task only_administrators_see_the_report() => Assert.Equal(
        Outcome.Forbidden, (await Retention.GetReport(new(Guid.NewGuid(), Authority.CustomerUser, Guid.NewGuid()))).Outcome);

    private async Task<RetentionReport> UntilAsync(Func<RetentionReport, bool> holds)
    {
        while (true)
        {
            var report = (await Retention.GetReport(Administrator)).Value!;
            if (holds(report))
                return report;
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Cancellation);
        }
    }

    private async Task UntilAskedAsync(int times)
    {
        while (_store.Asked.Length < times)
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Cancellation);
    }

    private sealed class OneProfile : IDeviceProfileStore
    {
        private static readonly DeviceProfileInfo Profile = new(Guid.NewGuid(), 0, new("default", ProvisionType.Disabled, null, null, "{}"u8.ToArray()), true, 1);

        public Task<Answer<Page<DeviceProfileInfo>>> ListAsync(PageQuery query, CancellationToken cancellation) =>
            Task.FromResult<Answer<Page<DeviceProfileInfo>>>(new Page<DeviceProfileInfo>([Profile], 1, query.PageSize, query.PageNumber));

        public Task<DeviceProfileInfo?> LoadAsync(Guid id, CancellationToken cancellation) => Task.FromResult<DeviceProfileInfo?>(Profile);

        public Task<DeviceProfileInfo?> FindByNameAsync(string name, CancellationToken cancellation) => Task.FromResult<DeviceProfileInfo?>(Profile);

        public Task<DeviceProfileInfo?> FindDefaultAsync(CancellationToken cancellation) => Task.FromResult<DeviceProfileInfo?>(Profile);

        public Task<Answer<DeviceProfileInfo>> CreateAsync(Guid id, long createdTime, DeviceProfileFields fields, CancellationToken cancellation) =>
            throw new InvalidOperationException();

        public Task EnsureDefaultAsync(DeviceProfileFields fields, Guid id, long createdTime, CancellationToken cancellation) => throw new InvalidOperationException();

        public Task<Answer<DeviceProfileInfo>> UpdateAsync(Guid id, DeviceProfileFields fields, long? expectedVersion, CancellationToken cancellation) =>
            throw new InvalidOperationException();

        public Task<Answer<bool>> DeleteAsync(Guid id, CancellationToken cancellation) => throw new InvalidOperationException();

        public Task<Answer<DeviceProfileInfo>> SetDefaultAsync(Guid id, CancellationToken cancellation) => throw new InvalidOperationException();
    }
}
