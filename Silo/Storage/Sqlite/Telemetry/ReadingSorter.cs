using Microsoft.Data.Sqlite;

namespace OrleansIot.Silo.Storage.Sqlite;

/// <summary>Writes pending rows into the tables, in the order of their primary keys.</summary>
internal sealed class ReadingSorter(SqliteConnection connection) : IDisposable
{
    private readonly Statement _reading = new(connection, TelemetrySql.PutReading);
    private readonly Statement _latest = new(connection, TelemetrySql.MoveLatest);

    public void Apply(long device, DeviceRows deviceRows)
    {
        var rows = deviceRows.Sorted();
        _reading.Bind(1, device);
        _latest.Bind(1, device);
        for (var i = 0; i < rows.Length; i++)
        {
            ref readonly var row = ref rows[i];
            var isLast = i + 1 == rows.Length;
            if (!isLast && row.SameInstant(rows[i + 1]))
                continue;
            _reading.Bind(2, row.Key).Bind(3, row.Ts).BindValue(4, row.Value).Run();
            if (isLast || rows[i + 1].Key != row.Key)
                _latest.Bind(2, row.Key).Bind(3, row.Ts).BindValue(4, row.Value).Run();
        }
    }

    public void Dispose()
    {
        _reading.Dispose();
        _latest.Dispose();
    }
}
