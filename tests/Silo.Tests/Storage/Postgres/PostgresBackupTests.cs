using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using OrleansIot.Attributes;
using OrleansIot.Grains.Commits;
using OrleansIot.Servers;
using OrleansIot.Servers.Postgres;
using OrleansIot.Silo.Storage.Postgres;
using OrleansIot.Values;

namespace OrleansIot.Silo.Tests.Storage.Postgres;

/// <summary>The ways to copy the shared database that docs/operations.md describes, tried.</summary>
public sealed class PostgresBackupTests : IAsyncLifetime
{
    private static readonly Guid Profile = Guid.NewGuid();
    private static readonly Guid Device = Guid.NewGuid();

    private PostgresServer _server = null!;
    private PostgresOptions _options = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await PostgresServer.StartAsync();
        _options = new() { ConnectionString = await _server.CreateDatabaseAsync() };
        await using var database = PostgresDataSource.Create(_options);
        await Schema(database).MigrateAsync(Cancellation);
        await database.ExecuteAsync("insert into device_profile (id, created_time, name, name_folded, document) values ($1, 0, 'p', 'p', '{}')", Cancellation, Profile);
        var store = new PostgresDeviceStore(database);
        await store.CreateAsync(Device, 1, new("device", null, Profile, null, null), new(Devices.CredentialsType.AccessToken, "token", null), Cancellation);
        await CommitAsync(database, 1, 0);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task dump_is_restored_into_an_empty_database_and_work_goes_on()
    {
        using var folder = new TempFolder();
        var file = Path.Combine(folder.Path, "orleansiot.dump");
        var (source, target) = (Name(_options.ConnectionString), Name(await _server.CreateDatabaseAsync()));
        await ToolProcess.RunAsync([PostgresBinaries.PathOf("pg_dump"), "--format=custom", $"--file={file}", Address(source)]);
        await ToolProcess.RunAsync([PostgresBinaries.PathOf("pg_restore"), "--exit-on-error", "--single-transaction", $"--dbname={Address(target)}", file]);
        await CheckAsync(_server.ConnectionString(target));
    }

    [Fact]
    public async Task copy_of_the_whole_server_starts_with_everything()
    {
        using var folder = new TempFolder();
        var copy = Path.Combine(folder.Path, "copy");
        await ToolProcess.RunAsync(
            [PostgresBinaries.PathOf("pg_basebackup"), $"--pgdata={copy}", "--wal-method=stream", "--checkpoint=fast", $"--dbname={Address("postgres")}"]);
        var name = Name(_options.ConnectionString);
        await using var other = await PostgresServer.StartFromAsync(copy);
        await CheckAsync(other.ConnectionString(name));
    }

    private async Task CheckAsync(string connectionString)
    {
        await using var database = PostgresDataSource.Create(new() { ConnectionString = connectionString });
        await Schema(database).MigrateAsync(Cancellation);
        var devices = new PostgresDeviceStore(database);
        var loaded = (await devices.LoadAsync(Device, Cancellation))!;
        Assert.Equal((1L, "token", "x"), (loaded.State.AttributesVersion, loaded.Record.Credentials.CredentialsId, loaded.Attributes.Single().Key));
        Assert.Equal([new("a", 1, TypedValue.Long(1))], await new PostgresReadingStore(database).LatestAsync(1, null, Cancellation));
        await CommitAsync(database, 2, 1);
        var next = await devices.CreateAsync(Guid.NewGuid(), 1, new("next", null, Profile, null, null), new(Devices.CredentialsType.AccessToken, null, null), Cancellation);
        Assert.Equal(2, next.Value!.Number);
        Assert.Equal(2, (await devices.ListAsync(new(new(10, 0)), Cancellation)).Value!.TotalElements);
    }

    private static async Task CommitAsync(NpgsqlDataSource database, long ts, long version)
    {
        var options = new PostgresOptions { ConnectionString = "" };
        var store = new PostgresCommitStore(database, new(database, options), new(100), options, TimeProvider.System);
        Change[] batch =
        [
            new ReadingsChange(1, [new("a", ts, TypedValue.Long(ts))]),
            new AttributesChange(1, 7, version, [new(AttributeScope.Client, "x", TypedValue.Long(ts), ts, version + 1)], []),
        ];
        var results = new ChangeResult[2];
        await store.CommitAsync(batch, results, Cancellation);
        Assert.Equal([ChangeResult.Applied, ChangeResult.Applied], results);
    }

    private static PostgresSchema Schema(NpgsqlDataSource database) =>
        new(database, new(new() { ConnectionString = "" }), TimeProvider.System, NullLogger<PostgresSchema>.Instance);

    private static string Name(string connectionString) => new NpgsqlConnectionStringBuilder(connectionString).Database!;

    /// <summary>As the programs of PostgreSQL take it.</summary>
    private string Address(string database) => $"postgresql://orleansiot@{_server.EndPoint}/{database}";
}
