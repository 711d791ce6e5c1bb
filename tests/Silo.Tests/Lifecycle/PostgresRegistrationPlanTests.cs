using Npgsql;
using OrleansIot.Devices;
using OrleansIot.Grains.Provisioning;
using OrleansIot.Silo.Storage.Postgres;
using OrleansIot.Silo.Storage.Postgres.Provisioning;
using OrleansIot.Silo.Tests.Storage.Postgres;

namespace OrleansIot.Silo.Tests.Lifecycle;

/// <summary>What a fleet that registers itself costs the database. Nothing has told its planner yet that there are so many devices.</summary>
public sealed class PostgresRegistrationPlanTests : IAsyncLifetime
{
    private const int Batch = 100;
    private const int Batches = 60;
    private static readonly Guid Profile = Guid.NewGuid();
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private TestDatabase _database = null!;
    private NpgsqlDataSource _source = null!;
    private PostgresProvisioningStore _store = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateMigratedAsync();
        await _database.ExecuteAsync("alter table device set (autovacuum_enabled = false)");
        await _database.ExecuteAsync($"insert into device_profile (id, created_time, name, name_folded, document) values ('{Profile}', 1, 'meter', 'meter', '{{}}')");
        // One connection, so that its plans are kept and its figures are all that there are.
        var options = _database.Options with { ConnectionString = $"{_database.Options.ConnectionString};Maximum Pool Size=1" };
        _source = PostgresDataSource.Create(options);
        _store = new(_source, options);
    }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task a_fleet_that_registers_itself_never_makes_the_database_read_all_devices()
    {
        for (var n = 0; n < Batches; n++)
            await _store.CreateAsync(Devices(n), null, Cancellation);
        Assert.Equal(Batches * Batch, await FigureAsync("n_tup_ins"));
        Assert.Equal(0, await FigureAsync("seq_scan"));
    }

    [Fact]
    public async Task nor_do_devices_that_come_again_when_there_have_become_many()
    {
        var few = Devices(0)[..3];
        await _store.CreateAsync(few, null, Cancellation);
        await RepeatAsync(few);
        for (var n = 1; n <= Batches; n++)
            await _store.CreateAsync(Devices(n), null, Cancellation);
        var before = await FigureAsync("seq_scan");
        await RepeatAsync(few);
        Assert.Equal(before, await FigureAsync("seq_scan"));
    }

    /// <summary>More often than the database plans a statement before it keeps a plan.</summary>
    private async Task RepeatAsync(NewDevice[] devices)
    {
        var others = Array.ConvertAll(devices, device => device with { Id = Guid.NewGuid() });
        for (var n = 0; n < 8; n++)
        {
            await _store.CreateAsync(devices, null, Cancellation);
            await _store.CreateAsync(others, new(Guid.NewGuid(), [.. Enumerable.Range(1, devices.Length)], [], 5), Cancellation);
            await _store.FindDevicesAsync([.. devices.Select(d => d.Fields.Name)], Cancellation);
            await new PostgresDeviceStore(_source, _database.Options).ResolveAsync([.. devices.Select(d => d.Fields.Name)], Cancellation);
        }
    }

    private static NewDevice[] Devices(int batch) =>
        [.. Enumerable.Range(batch * Batch, Batch).Select(n => new NewDevice(Guid.NewGuid(), 5, new($"d{n}", null, Profile, null, null), new(CredentialsType.AccessToken, null, null), []))];

    private async Task<long> FigureAsync(string column)
    {
        await _source.ScalarAsync("select pg_stat_force_next_flush()", Cancellation);
        return (long)(await _source.ScalarAsync($"select {column} from pg_stat_user_tables where relname = 'device'", Cancellation))!;
    }
}
