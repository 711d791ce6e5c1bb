using Microsoft.Extensions.Logging.Abstractions;
using OrleansIot.Grains.Devices;
using OrleansIot.Silo.Storage.Sqlite;

namespace OrleansIot.Silo.Tests.Storage.Sqlite;

/// <summary>Databases that an earlier version of the program has left.</summary>
public sealed class SqliteMigrationTests : IAsyncLifetime
{
    private const string Profile = "00000000-0000-0000-0000-000000000001";

    private readonly TemporaryFolder _folder = new();
    private SqliteDatabase _database = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        _database = SqliteDatabase.Open(new() { Folder = _folder.Path }, TimeProvider.System, NullLogger<SqliteDatabase>.Instance);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task devices_of_schema_1_go_on_from_their_newest_attribute_and_have_never_polled()
    {
        var (busy, idle) = (Guid.NewGuid(), Guid.NewGuid());
        await RunScriptAsync("0001_initial", 1);
        await _database.WriteAsync(
            connection =>
            {
                connection.Execute("insert into device_profile (id, created_time, name, document) values ($id, 0, 'default', '{}')", ("$id", Profile));
                foreach (var id in (Guid[])[busy, idle])
                {
                    connection.Execute(
                        "insert into device (id, created_time, name, profile_id, credentials_uuid, credentials_type, credentials_id) values ($id, 0, $id, $profile, $id, 1, $id)",
                        ("$id", id.ToString()),
                        ("$profile", Profile));
                }
                return connection.Execute("""
                    insert into attribute (device, scope, key, kind, value, last_update_ts, version)
                    values (1, 1, 'a', 2, 7, 1000, 4), (1, 2, 'b', 4, 'x', 1001, 9), (1, 3, 'c', 1, 1, 1002, 6)
                    """);
            },
            Cancellation);

        await new SqliteSchema(_database).MigrateAsync(Cancellation);

        var store = new SqliteDeviceStore(_database);
        var loaded = (await store.LoadAsync(busy, Cancellation))!;
        Assert.Equal(new DeviceState(9, null, 0), loaded.State);
        Assert.Equal(["a", "b", "c"], loaded.Attributes.Select(a => a.Key).Order(StringComparer.Ordinal));
        Assert.Equal(new DeviceState(0, null, 0), (await store.LoadAsync(idle, Cancellation))!.State);
    }

    private Task RunScriptAsync(string name, int version) => _database.WriteAsync(
        connection =>
        {
            var assembly = typeof(SqliteSchema).Assembly;
            var resource = assembly.GetManifestResourceNames().Single(n => n.EndsWith($".{name}.sql", StringComparison.Ordinal));
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            connection.Execute(reader.ReadToEnd());
            return connection.Execute($"pragma user_version = {version}");
        },
        Cancellation);
}
