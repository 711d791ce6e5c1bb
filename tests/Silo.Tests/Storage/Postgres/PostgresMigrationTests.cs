using OrleansIot.Attributes;
using OrleansIot.Grains.Commits;
using OrleansIot.Silo.Storage.Postgres;
using OrleansIot.Telemetry;
using OrleansIot.Values;

namespace OrleansIot.Silo.Tests.Storage.Postgres;

/// <summary>Databases that an earlier version of the program has left.</summary>
public sealed class PostgresMigrationTests : IAsyncLifetime
{
    private TestDatabase _database = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _database = await TestDatabase.CreateAsync();

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task cluster_of_schema_1_keeps_its_silos_and_the_progress_of_its_workflows()
    {
        await _database.Schema().MigrateAsync(1, Cancellation);
        await _database.ExecuteAsync("insert into orleans_cluster (id, version) values ('c', 5)");
        await _database.ExecuteAsync("insert into orleans_silo values ('c', '127.0.0.1', 1, 1, 's', 'h', 3, 2, null, now(), now())");
        await _database.ExecuteAsync("insert into orleans_state (service_id, id_hash, id_n0, id_n1, extension, type_hash, type, payload) values ('s', 1, 0, 0, '~x', 2, 't', 'data')");
        await _database.Schema().MigrateAsync(Cancellation);
        Assert.Equal(5, await _database.ScalarAsync("select c.version from orleans_cluster c join orleans_silo s on s.cluster_id = c.id"));
        Assert.Equal("data"u8.ToArray(), await _database.ScalarAsync("select payload from orleans_state"));
    }

    [Fact]
    public async Task devices_of_schema_2_keep_their_attributes_readings_and_latest_values()
    {
        await _database.Schema().MigrateAsync(2, Cancellation);
        await using (var connection = await _database.Source.OpenConnectionAsync(Cancellation))
            await new ReadingPartitions(_database.Options).EnsureAsync(connection, Cancellation);
        var (profile, device) = (Guid.NewGuid(), Guid.NewGuid());
        await _database.Source.ExecuteAsync("insert into device_profile (id, created_time, name, name_folded, document) values ($1, 0, 'p', 'p', '{}')", Cancellation, profile);
        await _database.Source.ExecuteAsync(
            """
            insert into device (id, created_time, name, folded, profile_id, credentials_uuid, credentials_type, credentials_id)
            values ($1, 0, 'd', 'd' || chr(31), $2, $1, 1, 'token')
            """,
            Cancellation,
            device,
            profile);
        await _database.ExecuteAsync("insert into device_state (device, attributes_version, attributes_writer, updates_cursor) values (1, 4, 9, 3)");
        await _database.ExecuteAsync("insert into attribute (device, version, last_update_ts, long_value, scope, kind, key) values (1, 4, 1000, 7, 1, 2, 'x')");
        await _database.ExecuteAsync("insert into key_name values (1, 'a'), (2, 'b')");
        await _database.ExecuteAsync("insert into reading (device, ts, long_value, key, kind) values (1, 5, 55, 1, 2)");
        await _database.ExecuteAsync("insert into latest (device, ts, double_value, key, kind) values (1, null, null, 1, null), (1, 6, 6.5, 2, 3)");

        await _database.Schema().MigrateAsync(Cancellation);

        var loaded = (await new PostgresDeviceStore(_database.Source).LoadAsync(device, Cancellation))!;
        Assert.Equal((4L, (long?)3L, 0L), (loaded.State.AttributesVersion, loaded.State.UpdatesCursor, loaded.State.UpdatesHorizon));
        Assert.Equal([new(AttributeScope.Client, "x", TypedValue.Long(7), 1_000, 4)], loaded.Attributes);
        Assert.Equal(["a", "b"], loaded.TelemetryKeys);
        Reading[] latest = [new("a", 5, TypedValue.Long(55)), new("b", 6, TypedValue.Double(6.5))];
        Assert.Equal(latest, await new PostgresReadingStore(_database.Source).LatestAsync(1, null, Cancellation));

        var store = new PostgresCommitStore(_database.Source, new(_database.Source, _database.Options), new(100), _database.Options, TimeProvider.System);
        var results = new ChangeResult[2];
        await store.CommitAsync(
            new Change[]
            {
                new ReadingsChange(1, [new("b", 9, TypedValue.Boolean(true))]),
                new AttributesChange(1, 9, 4, [new(AttributeScope.Client, "x", TypedValue.Long(8), 1_001, 5)], []),
            },
            results,
            Cancellation);
        Assert.Equal([ChangeResult.Applied, ChangeResult.Applied], results);
    }
}
