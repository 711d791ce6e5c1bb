using Microsoft.Data.Sqlite;

namespace OrleansIot.Race.References;

/// <summary>Two tables behind one connection with prepared statements: WAL, synchronous FULL, idempotent upserts.</summary>
internal sealed class SqliteTables
{
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _begin;
    private readonly SqliteCommand _commit;
    private readonly SqliteCommand _reading;
    private readonly SqliteCommand _attribute;
    private readonly SqliteCommand _attributes;

    public SqliteTables(string folder)
    {
        SQLitePCL.Batteries_V2.Init();
        _connection = new SqliteConnection($"Data Source={Path.Combine(folder, "reference.db")};Pooling=False");
        _connection.Open();
        Prepare(
            """
            pragma journal_mode = wal;
            pragma synchronous = full;
            create table if not exists reading (device integer, key integer, ts integer, value, primary key (device, key, ts)) without rowid;
            create table if not exists attribute (device integer, key integer, value, primary key (device, key)) without rowid;
            """).ExecuteNonQuery();
        _begin = Prepare("begin immediate");
        _commit = Prepare("commit");
        _reading = Prepare("insert into reading values ($a, $b, $c, $d) on conflict do update set value = excluded.value", 4);
        _attribute = Prepare("insert into attribute values ($a, $b, $c) on conflict do update set value = excluded.value", 3);
        _attributes = Prepare("select value from attribute where device = $a order by key", 1);
    }

    public void StoreReadings(long device, in ParsedBody body)
    {
        _begin.ExecuteNonQuery();
        Run(_reading, device, 1L, body.Ts, body.First);
        Run(_reading, device, 2L, body.Ts, body.Second);
        Run(_reading, device, 3L, body.Ts, body.Third);
        _commit.ExecuteNonQuery();
    }

    public void StoreAttributes(long device, in ParsedBody body)
    {
        _begin.ExecuteNonQuery();
        Run(_attribute, device, 1L, body.First);
        Run(_attribute, device, 2L, body.Second);
        Run(_attribute, device, 3L, body.Third);
        _commit.ExecuteNonQuery();
    }

    /// <summary>Ordered by key; null when there are none.</summary>
    public double[]? ReadAttributes(long device)
    {
        _attributes.Parameters[0].Value = device;
        var values = new List<double>(3);
        using var rows = _attributes.ExecuteReader();
        while (rows.Read())
            values.Add(rows.GetDouble(0));
        return values.Count == 0 ? null : [.. values];
    }

    public long CountReadings() => (long)Prepare("select count(*) from reading").ExecuteScalar()!;

    private SqliteCommand Prepare(string sql, int parameters = 0)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < parameters; i++)
            command.Parameters.Add(new SqliteParameter($"${(char)('a' + i)}", null));
        if (parameters > 0)
            command.Prepare();
        return command;
    }

    private static void Run(SqliteCommand command, params ReadOnlySpan<object> values)
    {
        for (var i = 0; i < values.Length; i++)
            command.Parameters[i].Value = values[i];
        command.ExecuteNonQuery();
    }
}
