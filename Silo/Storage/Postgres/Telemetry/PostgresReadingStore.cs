using Npgsql;
using OrleansIot.Grains.Telemetry;
using OrleansIot.Telemetry;

namespace OrleansIot.Silo.Storage.Postgres;

internal sealed class PostgresReadingStore(NpgsqlDataSource database) : IReadingStore
{
    public async Task<Reading[]> LatestAsync(long device, string[]? keys, CancellationToken cancellation)
    {
        var readings = keys is null
            ? await database.ReadAsync(LatestSql.OfAll, Latest, cancellation, device).ConfigureAwait(false)
            : await database.ReadAsync(LatestSql.OfSome, Latest, cancellation, device, Storable(keys)).ConfigureAwait(false);
        readings.Sort((left, right) => string.CompareOrdinal(left.Key, right.Key));
        return [.. readings];

        static Reading Latest(NpgsqlDataReader row) => new(row.GetString(0), row.GetInt64(1), row.Value(2));
    }

    public async Task<KeySeries[]> HistoryAsync(long device, HistoryQuery query, CancellationToken cancellation)
    {
        var keys = Storable(query.Keys);
        if (keys.Length == 0)
            return [];
        var readings = query.Aggregation == Aggregation.None
            ? await RowsAsync(device, keys, query, cancellation).ConfigureAwait(false)
            : await Buckets.ReadAsync(database, device, keys, query, cancellation).ConfigureAwait(false);
        return [.. readings.GroupBy(reading => reading.Key).Select(series => new KeySeries(series.Key, [.. series]))];
    }

    public async Task DeleteAsync(long device, TelemetryDeletion deletion, CancellationToken cancellation)
    {
        if (!deletion.All && deletion.StartTs >= deletion.EndTs)
            return;
        await using var connection = await database.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        var keys = await connection.QueryAsync(TelemetrySql.FindKeys, row => row.GetInt32(1), cancellation, [Storable(deletion.Keys)]).ConfigureAwait(false);
        var (first, last) = deletion.All ? (long.MinValue, long.MaxValue) : (deletion.StartTs, deletion.EndTs - 1);
        foreach (var key in keys)
            await new SeriesDeletion(connection, device, key, first, last).RunAsync(deletion, cancellation).ConfigureAwait(false);
    }

    private Task<List<Reading>> RowsAsync(long device, string[] keys, HistoryQuery query, CancellationToken cancellation) => database.ReadAsync(
        query.Descending ? HistorySql.RowsDown : HistorySql.RowsUp,
        row => new Reading(keys[row.GetInt64(0) - 1], row.GetInt64(1), row.Value(2)),
        cancellation,
        keys,
        device,
        query.StartTs,
        query.EndTs,
        query.Limit);

    private static string[] Storable(string[] keys) => [.. keys.Distinct(StringComparer.Ordinal).Where(key => key.IsStorable())];
}
