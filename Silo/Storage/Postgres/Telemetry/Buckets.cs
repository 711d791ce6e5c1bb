using Npgsql;
using OrleansIot.Telemetry;
using OrleansIot.Values;

namespace OrleansIot.Silo.Storage.Postgres;

/// <summary>Aggregates keys of a device: the database groups and adds up, this puts a time and a type to what comes out.</summary>
internal static class Buckets
{
    public static async Task<List<Reading>> ReadAsync(NpgsqlDataSource database, long device, string[] keys, HistoryQuery query, CancellationToken cancellation)
    {
        try
        {
            return await ReadAsync(database, device, keys, query, Columns(query.Aggregation), cancellation).ConfigureAwait(false);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.NumericValueOutOfRange && query.Aggregation is Aggregation.Sum or Aggregation.Avg)
        {
            return await ReadAsync(database, device, keys, query, HistorySql.WideSumColumns, cancellation).ConfigureAwait(false);
        }
    }

    private static async Task<List<Reading>> ReadAsync(
        NpgsqlDataSource database, long device, string[] keys, HistoryQuery query, string columns, CancellationToken cancellation)
    {
        var width = Math.Max(query.Interval, 0);
        var shift = width > 0 ? Modulo(query.StartTs, width) : 0;
        var buckets = await database.ReadAsync(
            HistorySql.Aggregate(width > 0 ? HistorySql.Bucket : HistorySql.OneBucket, columns, query.Descending),
            row => (Key: keys[row.GetInt64(0) - 1], Ts: Middle(row.GetInt64(1), shift, query), Value: Value(row, query.Aggregation)),
            cancellation,
            keys,
            device,
            query.StartTs,
            query.EndTs,
            width,
            shift).ConfigureAwait(false);
        var readings = new List<Reading>(buckets.Count);
        foreach (var (key, ts, value) in buckets)
        {
            if (value is not null)
                readings.Add(new(key, ts, value.Value));
        }

        return readings;
    }

    private static string Columns(Aggregation aggregation) => aggregation switch
    {
        Aggregation.Min => HistorySql.MinColumns,
        Aggregation.Max => HistorySql.MaxColumns,
        Aggregation.Count => HistorySql.CountColumns,
        Aggregation.Sum or Aggregation.Avg => HistorySql.SumColumns,
        _ => throw new ArgumentOutOfRangeException(nameof(aggregation), aggregation, "No such aggregation."),
    };

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

    private static TypedValue? Value(NpgsqlDataReader row, Aggregation aggregation) => aggregation switch
    {
        Aggregation.Count => TypedValue.Long(row.GetInt64(2)),
        Aggregation.Sum => Sum(row),
        Aggregation.Avg => Average(row),
        _ => Extreme(row),
    };

    private static TypedValue? Sum(NpgsqlDataReader row)
    {
        var (longs, doubles) = (row.GetInt64(2), row.GetInt64(4));
        if (longs + doubles == 0)
            return null;
        var whole = Longs(row);
        return doubles == 0 && whole >= long.MinValue && whole <= long.MaxValue
            ? TypedValue.Long((long)whole)
            : Double((double)whole + Doubles(row));
    }

    private static TypedValue? Average(NpgsqlDataReader row)
    {
        var count = row.GetInt64(2) + row.GetInt64(4);
        return count == 0 ? null : Double(((double)Longs(row) + Doubles(row)) / count);
    }

    private static TypedValue? Extreme(NpgsqlDataReader row)
    {
        if (row.IsDBNull(4))
            return row.IsDBNull(5) ? null : TypedValue.String(row.GetFieldValue<byte[]>(5));
        return row.GetInt64(2) == 0 ? TypedValue.Long(row.GetInt64(3)) : TypedValue.Double(row.GetDouble(4));
    }

    private static Int128 Longs(NpgsqlDataReader row) => row.IsDBNull(3) ? 0 : (Int128)row.GetDecimal(3);

    private static double Doubles(NpgsqlDataReader row) => row.IsDBNull(5) ? 0 : row.GetDouble(5);

    /// <summary>A sum that leaves the range of doubles stays at its edge: a stored value is never infinite.</summary>
    private static TypedValue Double(double value) => TypedValue.Double(Math.Clamp(value, double.MinValue, double.MaxValue));
}
