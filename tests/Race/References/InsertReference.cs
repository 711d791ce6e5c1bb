using Npgsql;
using NpgsqlTypes;

namespace OrleansIot.Race.References;

/// <summary>
/// Each request is one INSERT of its three rows and its commit, in one round trip to PostgreSQL: with Npgsql as it comes, or with statements that are prepared once and a
/// pool of the best size.
/// </summary>
internal sealed class InsertReference : StoringReference
{
    private const string Tables =
        """
        create table reading (device bigint, key integer, ts bigint, value double precision, primary key (device, key, ts));
        create table attribute (device bigint, key integer, value double precision, primary key (device, key));
        create table device (id uuid primary key, name text not null unique, token text not null unique, created bigint not null);
        """;

    private const string InsertReadings =
        "insert into reading values ($1, 1, $2, $3), ($1, 2, $2, $4), ($1, 3, $2, $5) on conflict (device, key, ts) do update set value = excluded.value";

    private const string InsertAttributes =
        "insert into attribute values ($1, 1, $2), ($1, 2, $3), ($1, 3, $4) on conflict (device, key) do update set value = excluded.value";

    private const string InsertDevice = "insert into device values ($1, $2, $3, $4) on conflict do nothing";

    internal const string Tuned = ";Maximum Pool Size=64;Max Auto Prepare=10;Auto Prepare Min Usages=1;No Reset On Close=true";

    private readonly NpgsqlDataSource _database;

    private InsertReference(NpgsqlDataSource database) => _database = database;

    public static async Task<InsertReference> CreateAsync(string connectionString, bool isTuned)
    {
        var database = NpgsqlDataSource.Create(connectionString + (isTuned ? Tuned : ""));
        await using var command = database.CreateCommand(Tables);
        await command.ExecuteNonQueryAsync();
        return new InsertReference(database);
    }

    protected override Task StoreReadingsAsync(long device, ParsedBody body) =>
        RunAsync(InsertReadings, Number(device), Number(body.Ts), Value(body.First), Value(body.Second), Value(body.Third));

    protected override Task StoreAttributesAsync(long device, ParsedBody body) =>
        RunAsync(InsertAttributes, Number(device), Value(body.First), Value(body.Second), Value(body.Third));

    protected override async Task<bool> StoreDeviceAsync(string name, string token)
    {
        await using var command = _database.CreateCommand(InsertDevice);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Guid.CreateVersion7() });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = name });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = token });
        command.Parameters.Add(Number(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()));
        return await command.ExecuteNonQueryAsync() == 1;
    }

    protected override async Task<double[]?> ReadAttributesAsync(long device)
    {
        await using var command = _database.CreateCommand("select value from attribute where device = $1 order by key");
        command.Parameters.Add(Number(device));
        await using var rows = await command.ExecuteReaderAsync();
        var values = new List<double>(3);
        while (await rows.ReadAsync())
            values.Add(rows.GetDouble(0));
        return values.Count == 0 ? null : [.. values];
    }

    protected override async Task<long> CountAsync()
    {
        await using var command = _database.CreateCommand("select count(*) / 3 from reading");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static NpgsqlParameter<long> Number(long value) => new() { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Bigint };

    private static NpgsqlParameter<double> Value(double value) => new() { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Double };

    private async Task RunAsync(string sql, params NpgsqlParameter[] parameters)
    {
        await using var command = _database.CreateCommand(sql);
        foreach (var parameter in parameters)
            command.Parameters.Add(parameter);
        await command.ExecuteNonQueryAsync();
    }
}
