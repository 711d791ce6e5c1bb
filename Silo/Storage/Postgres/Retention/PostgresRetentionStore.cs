using Npgsql;
using OrleansIot.Grains.Retention;
using OrleansIot.Retention;

namespace OrleansIot.Silo.Storage.Postgres.Retention;

/// <summary>
/// Drops partitions that are over for every device, then deletes rows: those older than all partitions, and those of devices whose readings live shorter than
/// the others'.
/// </summary>
internal sealed class PostgresRetentionStore(NpgsqlDataSource database) : IRetentionStore
{
    private const int RowsAtOnce = 5_000;
    private const int DevicesAtOnce = 500;

    public async Task<RetentionStep> StepAsync(RetentionPolicy policy, long after, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        if (after == 0)
        {
            var dropping = new PartitionDrop(connection);
            if (await dropping.FinishAsync(cancellation).ConfigureAwait(false) is { } finished)
                return new(0, finished);
            if (policy.CommonEnd is { } end)
            {
                if (await dropping.DropOldestAsync(end, cancellation).ConfigureAwait(false) is { } dropped)
                    return new(0, dropped);
                var (older, _) = await DeleteAsync(connection, RetentionSql.DeleteOlder, cancellation, end, RowsAtOnce).ConfigureAwait(false);
                if (older.Readings == RowsAtOnce)
                    return new(0, older);
                var (first, next) = await DeleteOfDevicesAsync(connection, policy, after, cancellation).ConfigureAwait(false);
                return new(next, older + first);
            }
        }

        var (removed, last) = await DeleteOfDevicesAsync(connection, policy, after, cancellation).ConfigureAwait(false);
        return new(last, removed);
    }

    /// <summary>Only of profiles whose readings end later than those of all: the others' are in partitions that go as a whole.</summary>
    private static async Task<(Removed Removed, long? Last)> DeleteOfDevicesAsync(
        NpgsqlConnection connection, RetentionPolicy policy, long after, CancellationToken cancellation)
    {
        var ends = policy.Ends.Where(end => end.Value != policy.CommonEnd).ToArray();
        if (ends.Length == 0)
            return (Removed.Nothing, null);
        return await DeleteAsync(
            connection,
            RetentionSql.DeleteOfDevices,
            cancellation,
            ends.Select(end => end.Key).ToArray(),
            ends.Select(end => end.Value).ToArray(),
            after,
            DevicesAtOnce,
            RowsAtOnce).ConfigureAwait(false);
    }

    private static async Task<(Removed Removed, long? Last)> DeleteAsync(
        NpgsqlConnection connection, string sql, CancellationToken cancellation, params object?[] parameters)
    {
        var rows = await connection.QueryAsync(
            sql, row => (new Removed(row.GetInt64(0), 0, row.GetInt64(1)), row.LongOrNull(2)), cancellation, parameters).ConfigureAwait(false);
        return rows.Single();
    }
}
