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
        var shift = query.Interval > 0 ? Modulo(query.StartTs, query.Interval) : 0;
        var buckets = connection.Query(
            sql,
            row => (Ts: Middle(row.GetInt64(0), shift, query), Value: Value(row, query.Aggregation)),
            ("$device", device),
            ("$key", key),
            ("$start", query.StartTs),
            ("$end", query.EndTs),
            ("$width", query.Interval),
            ("$shift", shift));
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

    /// <summary>Begin of the bucket plus half of its width; the last bucket ends where the query ends.</summary>
    private static long Middle(long bucket, long shift, HistoryQuery query)
    {
        if (query.Interval <= 0)
            return Middle(query.StartTs, query.EndTs);
        var begin = ((Int128)bucket * query.Interval) + shift;
        return Middle(begin, Int128.Min(begin + query.Interval, query.EndTs));
    }

    private static long Middle(Int128 begin, Int128 end) => (long)(begin + ((end - begin) / 2));

    private static long Modulo(long value, long divisor) => value % divisor is var rest && rest < 0 ? rest + divisor : rest;

    private static TypedValue? Value(SqliteDataReader row, Aggregation aggregation) => aggregation switch
    {
        Aggregation.Count => TypedValue.Long(row.GetInt64(1)),
        Aggregation.Sum => Sum(row),
        Aggregation.Avg => Average(row),
        _ => Extreme(row),
    };

    private static TypedValue? Sum(SqliteDataReader row)
    {
        var (longs, doubles) = (row.GetInt64(1), row.GetInt64(4));
        if (longs + doubles == 0)
            return null;
        var whole = Longs(row);
        return doubles == 0 && whole >= long.MinValue && whole <= long.MaxValue
            ? TypedValue.Long((long)whole)
            : Double((double)whole + Doubles(row));
    }

    private static TypedValue? Average(SqliteDataReader row)
    {
        var count = row.GetInt64(1) + row.GetInt64(4);
        return count == 0 ? null : Double(((double)Longs(row) + Doubles(row)) / count);
    }

    private static TypedValue? Extreme(SqliteDataReader row)
    {
        if (row.IsDBNull(2))
            return row.IsDBNull(3) ? null : TypedValue.String(row.GetFieldValue<byte[]>(3));
        return row.GetInt64(1) == 0 ? TypedValue.Long(row.GetInt64(2)) : TypedValue.Double(row.GetDouble(2));
    }

    private static Int128 Longs(SqliteDataReader row) => row.IsDBNull(2) ? 0 : ((Int128)row.GetInt64(2) << 32) + row.GetInt64(3);

    private static double Doubles(SqliteDataReader row) => row.IsDBNull(5) ? 0 : row.GetDouble(5);

    /// <summary>A sum that leaves the range of doubles stays at its edge: a stored value is never infinite.</summary>
    private static TypedValue Double(double value) => TypedValue.Double(Math.Clamp(value, double.MinValue, double.MaxValue));
}
