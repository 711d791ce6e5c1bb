using System.Text.Json;
using Microsoft.Data.Sqlite;
using OrleansIot.Grains.Telemetry;
using OrleansIot.Telemetry;

namespace OrleansIot.Silo.Storage.Sqlite;

internal sealed class SqliteReadingStore(SqliteDatabase database) : IReadingStore
{
    public async Task<Reading[]> LatestAsync(long device, string[]? keys, CancellationToken cancellation)
    {
        await database.SortInAsync(device, cancellation).ConfigureAwait(false);
        return await database.ReadAsync(connection => Latest(connection, device, keys), cancellation).ConfigureAwait(false);
    }

    public async Task<KeySeries[]> HistoryAsync(long device, HistoryQuery query, CancellationToken cancellation)
    {
        await database.SortInAsync(device, cancellation).ConfigureAwait(false);
        return await database.ReadAsync(connection => History(connection, device, query), cancellation).ConfigureAwait(false);
    }

    public Task DeleteAsync(long device, TelemetryDeletion deletion, CancellationToken cancellation) => database.WriteAsync(
        connection =>
        {
            var journal = database.Memory.Journal;
            journal.SortIn(device);
            journal.Void(device);
            foreach (var name in deletion.Keys)
            {
                if (FindKey(connection, name) is { } key)
                    Delete(connection, device, key, deletion);
            }

            return device;
        },
        cancellation);

    private static Reading[] Latest(SqliteConnection connection, long device, string[]? keys)
    {
        var readings = keys is null
            ? connection.Query(TelemetrySql.LatestOfAll, Reading, ("$device", device))
            : connection.Query(TelemetrySql.LatestOfSome, Reading, ("$device", device), ("$keys", JsonSerializer.Serialize(keys.Distinct())));
        readings.Sort((left, right) => string.CompareOrdinal(left.Key, right.Key));
        return [.. readings];

        static Reading Reading(SqliteDataReader row) => new(row.GetString(0), row.GetInt64(1), row.Value(2));
    }

    private static KeySeries[] History(SqliteConnection connection, long device, HistoryQuery query)
    {
        using var snapshot = connection.BeginTransaction(deferred: true);
        var series = new List<KeySeries>();
        foreach (var name in query.Keys.Distinct())
        {
            if (FindKey(connection, name) is not { } key)
                continue;
            var readings = query.Aggregation == Aggregation.None
                ? Rows(connection, device, key, name, query)
                : Buckets.Read(connection, device, key, name, query);
            if (readings.Count > 0)
                series.Add(new(name, [.. readings]));
        }

        return [.. series];
    }

    private static List<Reading> Rows(SqliteConnection connection, long device, long key, string name, HistoryQuery query) => connection.Query(
        query.Descending ? TelemetrySql.RowsDown : TelemetrySql.RowsUp,
        row => new Reading(name, row.GetInt64(0), row.Value(1)),
        ("$device", device),
        ("$key", key),
        ("$start", query.StartTs),
        ("$end", query.EndTs),
        ("$limit", query.Limit));

    private static long? FindKey(SqliteConnection connection, string name) => (long?)connection.Scalar(TelemetrySql.FindKey, ("$name", name));

    private static void Delete(SqliteConnection connection, long device, long key, TelemetryDeletion deletion)
    {
        if (deletion.All)
            connection.Execute(TelemetrySql.DeleteKey, ("$device", device), ("$key", key));
        else
            connection.Execute(TelemetrySql.DeleteRange, ("$device", device), ("$key", key), ("$start", deletion.StartTs), ("$end", deletion.EndTs));

        if (!deletion.DeleteLatest || connection.Scalar(TelemetrySql.LatestTs, ("$device", device), ("$key", key)) is not long latest)
            return;
        if (!deletion.All && (latest < deletion.StartTs || latest >= deletion.EndTs))
            return;
        connection.Execute(TelemetrySql.DeleteLatest, ("$device", device), ("$key", key));
        if (deletion.RewriteLatest)
            connection.Execute(TelemetrySql.RewriteLatest, ("$device", device), ("$key", key));
    }
}
