using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using OrleansIot.Silo.Storage.Postgres;

namespace OrleansIot.Silo.Tests.Storage.Postgres;

/// <summary>Our SQL under Orleans' own membership table.</summary>
public sealed class MembershipTests : IAsyncLifetime
{
    private static readonly DateTime Now = new(2026, 1, 2, 3, 4, 5, 678, DateTimeKind.Utc);

    private readonly List<IHost> _hosts = [];
    private TestDatabase _database = null!;
    private IMembershipTable _table = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateMigratedAsync();
        _table = await TableAsync("cluster");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts)
            host.Dispose();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task empty_table_has_a_version_and_no_silo()
    {
        var all = await _table.ReadAllAsync(Cancellation);
        Assert.Empty(all.Members);
        Assert.Equal((0, "0"), (all.Version.Version, all.Version.VersionEtag));
        Assert.Empty((await _table.ReadRowAsync(Address(1), Cancellation)).Members);
    }

    [Fact]
    public async Task many_that_initialize_at_once_make_one_version()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ => await TableAsync("another")));
        Assert.Equal(2L, await _database.ScalarAsync("select count(*) from orleans_cluster"));
    }

    [Fact]
    public async Task silo_comes_back_as_it_was_written()
    {
        var silo = Entry(Address(1));
        Assert.True(await InsertAsync(silo));
        silo.SuspectTimes = [Tuple.Create(Address(2), Now), Tuple.Create(Address(3), Now.AddSeconds(1))];
        silo.Status = SiloStatus.Active;
        Assert.True(await UpdateAsync(silo));

        var all = await _table.ReadAllAsync(Cancellation);
        var (stored, etag) = Assert.Single(all.Members);
        Assert.Equal((2, "2", "2"), (all.Version.Version, all.Version.VersionEtag, etag));
        Assert.Equal(
            (silo.SiloAddress, silo.SiloName, silo.HostName, silo.Status, silo.ProxyPort, silo.StartTime, silo.IAmAliveTime),
            (stored.SiloAddress, stored.SiloName, stored.HostName, stored.Status, stored.ProxyPort, stored.StartTime, stored.IAmAliveTime));
        Assert.Equal(silo.SuspectTimes, stored.SuspectTimes);
        Assert.Equal(stored.ToFullString(), Assert.Single((await _table.ReadRowAsync(silo.SiloAddress, Cancellation)).Members).Item1.ToFullString());
    }

    [Fact]
    public async Task of_writers_that_saw_the_same_version_one_wins_and_the_version_moves_by_one()
    {
        for (var round = 0; round < 10; round++)
        {
            var version = (await _table.ReadAllAsync(Cancellation)).Version;
            var wins = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => _table.InsertRowAsync(Entry(Address((100 * round) + i + 1)), version.Next(), Cancellation))));
            Assert.Single(wins, won => won);
            Assert.Equal(version.Version + 1, (await _table.ReadAllAsync(Cancellation)).Version.Version);
            Assert.Equal(round + 1, (await _table.ReadAllAsync(Cancellation)).Members.Count);
        }
    }

    [Fact]
    public async Task of_updates_that_saw_the_same_version_one_wins()
    {
        await InsertAsync(Entry(Address(1)));
        await InsertAsync(Entry(Address(2)));
        for (var round = 0; round < 10; round++)
        {
            var seen = await _table.ReadAllAsync(Cancellation);
            var wins = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(
                () => _table.UpdateRowAsync(Entry(Address((i % 2) + 1), (SiloStatus)(i % 6) + 1), seen.Version.VersionEtag, seen.Version.Next(), Cancellation))));
            Assert.Single(wins, won => won);
            Assert.Equal(seen.Version.Version + 1, (await _table.ReadAllAsync(Cancellation)).Version.Version);
        }
    }

    [Fact]
    public async Task refused_write_is_false_and_changes_nothing()
    {
        var silo = Entry(Address(1));
        await InsertAsync(silo);
        var seen = await _table.ReadAllAsync(Cancellation);
        var stale = new TableVersion(0, "0");
        Assert.False(await _table.InsertRowAsync(silo, seen.Version.Next(), Cancellation)); // the silo is there
        Assert.False(await _table.InsertRowAsync(Entry(Address(2)), stale.Next(), Cancellation)); // the version has moved on
        Assert.False(await _table.UpdateRowAsync(Entry(Address(3)), "1", seen.Version.Next(), Cancellation)); // no such silo
        Assert.False(await _table.UpdateRowAsync(Entry(Address(1), SiloStatus.Dead), "0", stale.Next(), Cancellation)); // a stale etag
        var after = await _table.ReadAllAsync(Cancellation);
        Assert.Equal(1, after.Version.Version);
        Assert.Equal((silo.SiloAddress, silo.Status), Assert.Single(after.Members.Select(member => (member.Item1.SiloAddress, member.Item1.Status))));
    }

    [Fact]
    public async Task heartbeat_moves_no_version_and_fails_nobody()
    {
        var silo = Entry(Address(1));
        await InsertAsync(silo);
        var seen = await _table.ReadAllAsync(Cancellation);
        silo.IAmAliveTime = Now.AddMinutes(1);
        await _table.UpdateIAmAliveAsync(silo, Cancellation);
        await _table.UpdateIAmAliveAsync(Entry(Address(9)), Cancellation);
        Assert.True(await _table.UpdateRowAsync(silo, "1", seen.Version.Next(), Cancellation));
        Assert.Equal(Now.AddMinutes(1), Assert.Single((await _table.ReadAllAsync(Cancellation)).Members).Item1.IAmAliveTime);
    }

    [Fact]
    public async Task clusters_share_the_tables_and_nothing_else()
    {
        await InsertAsync(Entry(Address(1)));
        var other = await TableAsync("other");
        Assert.Empty((await other.ReadAllAsync(Cancellation)).Members);
        await other.DeleteMembershipTableEntriesAsync("other", Cancellation);
        Assert.Single((await _table.ReadAllAsync(Cancellation)).Members);
        await _table.DeleteMembershipTableEntriesAsync("cluster", Cancellation);
        Assert.Equal(0L, await _database.ScalarAsync("select count(*) from orleans_silo"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task only_dead_silos_without_a_late_sign_of_life_are_cleaned_up(bool oneByOne)
    {
        if (!oneByOne)
            await _database.ExecuteAsync("delete from orleansquery where querykey = 'CleanupDefunctSiloEntryKey'");
        _table = await TableAsync("cluster");
        var voted = Entry(Address(4), SiloStatus.Dead);
        voted.SuspectTimes = [Tuple.Create(Address(1), Now.AddHours(-1)), Tuple.Create(Address(1), Now.AddHours(1))];
        foreach (var silo in (MembershipEntry[])[Entry(Address(1)), Entry(Address(2), SiloStatus.Dead), Entry(Address(3), SiloStatus.Dead), voted])
        {
            await InsertAsync(silo);
            await UpdateAsync(silo);
        }

        var late = Entry(Address(3), SiloStatus.Dead);
        late.IAmAliveTime = Now.AddHours(1);
        await _table.UpdateIAmAliveAsync(late, Cancellation);
        await _table.CleanupDefunctSiloEntriesAsync(Now.AddMinutes(1), Cancellation);
        Assert.Equal([1, 3, 4], (await _table.ReadAllAsync(Cancellation)).Members.Select(member => member.Item1.SiloAddress.Generation).Order());
        await _table.CleanupDefunctSiloEntriesAsync(Now.AddDays(1), Cancellation);
        Assert.Equal([1], (await _table.ReadAllAsync(Cancellation)).Members.Select(member => member.Item1.SiloAddress.Generation));
    }

    [Fact]
    public async Task gateways_are_the_active_silos_that_have_a_port_for_clients()
    {
        foreach (var silo in (MembershipEntry[])[Entry(Address(1), SiloStatus.Active), Entry(Address(2), SiloStatus.Dead), Entry(Address(3), SiloStatus.Active)])
        {
            silo.ProxyPort = silo.SiloAddress.Generation == 3 ? 0 : 30_000;
            await InsertAsync(silo);
        }

        using var client = new HostBuilder().UseOrleansClient(builder => builder
            .Configure<ClusterOptions>(o => (o.ClusterId, o.ServiceId) = ("cluster", "service"))
            .UseAdoNetClustering(o => (o.Invariant, o.DataSource) = (PostgresClustering.Invariant, _database.Source))).Build();
        var gateways = client.Services.GetRequiredService<Orleans.Messaging.IGatewayListProvider>();
        await gateways.InitializeGatewayListProvider();
        Assert.Equal(["gwy.tcp://127.0.0.1:30000/1"], (await gateways.GetGateways()).Select(uri => uri.ToString()));
    }

    private async Task<IMembershipTable> TableAsync(string cluster)
    {
        var host = new HostBuilder().UseOrleans(silo =>
        {
            silo.Services.AddSingleton(_database.Source);
            silo.Configure<ClusterOptions>(o => (o.ClusterId, o.ServiceId) = (cluster, "service")).UsePostgresClustering();
        }).Build();
        lock (_hosts)
            _hosts.Add(host);
        var table = host.Services.GetRequiredService<IMembershipTable>();
        await table.InitializeMembershipTableAsync(true, Cancellation);
        return table;
    }

    private static SiloAddress Address(int generation) => SiloAddress.New(IPAddress.Loopback, 11_111, generation);

    private static MembershipEntry Entry(SiloAddress address, SiloStatus status = SiloStatus.Joining) => new()
    {
        SiloAddress = address,
        SiloName = "silo",
        HostName = "host",
        Status = status,
        ProxyPort = 30_000,
        StartTime = Now,
        IAmAliveTime = Now,
        SuspectTimes = [],
    };

    private async Task<bool> InsertAsync(MembershipEntry entry) => await _table.InsertRowAsync(entry, (await _table.ReadAllAsync(Cancellation)).Version.Next(), Cancellation);

    private async Task<bool> UpdateAsync(MembershipEntry entry)
    {
        var version = (await _table.ReadAllAsync(Cancellation)).Version;
        return await _table.UpdateRowAsync(entry, version.VersionEtag, version.Next(), Cancellation);
    }
}
