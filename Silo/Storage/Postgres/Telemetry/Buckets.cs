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
        var buckets = await database.ReadAsync(
            HistorySql.Aggregate(width > 0 ? HistorySql.Bucket : HistorySql.OneBucket, columns, query.Descending),
            row => (Key: keys[row.GetInt64(0) - 1], Ts: BucketValues.Middle(row.GetInt64(1), query), Value: Value(row, query.Aggregation)),
            cancellation,
            keys,
            device,
            query.StartTs,
            query.EndTs,
            width,
            BucketValues.Shift(query)).ConfigureAwait(false);
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

    private static TypedValue? Value(NpgsqlDataReader row, Aggregation aggregation) => aggregation switch
    {
        Aggregation.Count => TypedValue.Long(row.GetInt64(2)),
        Aggregation.Sum => BucketValues.Sum(row.GetInt64(2), Longs(row), row.GetInt64(4), Doubles(row)),
        Aggregation.Avg => BucketValues.Average(row.GetInt64(2), Longs(row), row.GetInt64(4), Doubles(row)),
        _ => Extreme(row),
    };

    private static TypedValue? Extreme(NpgsqlDataReader row)
    {
        if (row.IsDBNull(4))
            return row.IsDBNull(5) ? null : TypedValue.String(row.GetFieldValue<byte[]>(5));
        return row.GetInt64(2) == 0 ? TypedValue.Long(row.GetInt64(3)) : TypedValue.Double(row.GetDouble(4));
    }

    private static Int128 Longs(NpgsqlDataReader row) => row.IsDBNull(3) ? 0 : (Int128)row.GetDecimal(3);

    private static double Doubles(NpgsqlDataReader row) => row.IsDBNull(5) ? 0 : row.GetDouble(5);
}
