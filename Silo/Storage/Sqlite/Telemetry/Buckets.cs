using Microsoft.Data.Sqlite;
using OrleansIot.Telemetry;
using OrleansIot.Values;

namespace OrleansIot.Silo.Storage.Sqlite;

/// <summary>Aggregates one key of a device: the database groups and adds up, this puts a time and a type to what comes out.</summary>
internal static class Buckets
{
    public static List<Reading> Read(SqliteConnection connection, long device, long key, string name, HistoryQuery query)
    {
        var sql = Sql(query);
        var buckets = connection.Query(
            sql,
            row => (Ts: BucketValues.Middle(row.GetInt64(0), query), Value: Value(row, query.Aggregation)),
            ("$device", device),
            ("$key", key),
            ("$start", query.StartTs),
            ("$end", query.EndTs),
            ("$width", query.Interval),
            ("$shift", BucketValues.Shift(query)));
        var readings = new List<Reading>(buckets.Count);
        foreach (var (ts, value) in buckets)
        {
            if (value is not null)
                readings.Add(new(name, ts, value.Value));
        }

        return readings;
    }

    private static string Sql(HistoryQuery query)
    {
        var columns = query.Aggregation switch
        {
            Aggregation.Min => TelemetrySql.MinColumns,
            Aggregation.Max => TelemetrySql.MaxColumns,
            Aggregation.Count => TelemetrySql.CountColumns,
            Aggregation.Sum or Aggregation.Avg => TelemetrySql.SumColumns,
            _ => throw new ArgumentOutOfRangeException(nameof(query), query.Aggregation, "No such aggregation."),
        };
        var bucket = query.Interval > 0 ? TelemetrySql.Bucket : "0";
        return $"select {bucket} as bucket, {columns} {TelemetrySql.Range} group by bucket order by bucket {(query.Descending ? "desc" : "asc")}";
    }

    private static TypedValue? Value(SqliteDataReader row, Aggregation aggregation) => aggregation switch
    {
        Aggregation.Count => TypedValue.Long(row.GetInt64(1)),
        Aggregation.Sum => BucketValues.Sum(row.GetInt64(1), Longs(row), row.GetInt64(4), Doubles(row)),
        Aggregation.Avg => BucketValues.Average(row.GetInt64(1), Longs(row), row.GetInt64(4), Doubles(row)),
        _ => Extreme(row),
    };

    private static TypedValue? Extreme(SqliteDataReader row)
    {
        if (row.IsDBNull(2))
            return row.IsDBNull(3) ? null : TypedValue.String(row.GetFieldValue<byte[]>(3));
        return row.GetInt64(1) == 0 ? TypedValue.Long(row.GetInt64(2)) : TypedValue.Double(row.GetDouble(2));
    }

    private static Int128 Longs(SqliteDataReader row) => row.IsDBNull(2) ? 0 : ((Int128)row.GetInt64(2) << 32) + row.GetInt64(3);

    private static double Doubles(SqliteDataReader row) => row.IsDBNull(5) ? 0 : row.GetDouble(5);
}
