using Npgsql;
using OrleansIot.Retention;

namespace OrleansIot.Silo.Storage.Postgres.Retention;

/// <summary>
/// Drops a partition. Latest values move out of it while it is still read; then it is detached, from where on nobody writes to it; then what came meanwhile moves out;
/// then it goes. Whoever finds a detached one goes on from there.
/// </summary>
internal sealed class PartitionDrop(NpgsqlConnection connection)
{
    /// <summary>Goes on with a partition that somebody else has begun to drop; null: there is none.</summary>
    public async Task<Removed?> FinishAsync(CancellationToken cancellation) =>
        await connection.ScalarAsync(RetentionSql.Detached, cancellation).ConfigureAwait(false) is string table ? await DropAsync(table, cancellation).ConfigureAwait(false) : null;

    /// <summary>Drops the oldest partition, if all of it lies before the instant; null: it does not.</summary>
    public async Task<Removed?> DropOldestAsync(long end, CancellationToken cancellation)
    {
        if (await OldestAsync(end, cancellation).ConfigureAwait(false) is not { } oldest)
            return null;
        await KeepLatestAsync(oldest.Table, cancellation).ConfigureAwait(false);
        await using (var transaction = await connection.BeginTransactionAsync(cancellation).ConfigureAwait(false))
        {
            await connection.ExecuteAsync(PartitionSql.Lock, cancellation).ConfigureAwait(false);
            if (await OldestAsync(end, cancellation).ConfigureAwait(false) != oldest)
                return Removed.Nothing;
            await connection.ExecuteAsync(RetentionSql.Detach(oldest), cancellation).ConfigureAwait(false);
            await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        }

        return await DropAsync(oldest.Table, cancellation).ConfigureAwait(false);
    }

    private async Task<Partition?> OldestAsync(long end, CancellationToken cancellation)
    {
        var partitions = await ReadingPartitions.ListAsync(connection, cancellation).ConfigureAwait(false);
        return partitions.FirstOrDefault(partition => partition.From is not null) is { Until: { } until } oldest && until <= end ? oldest : null;
    }

    private async Task<Removed> DropAsync(string table, CancellationToken cancellation)
    {
        await KeepLatestAsync(table, cancellation).ConfigureAwait(false);
        var size = await connection.QueryAsync(RetentionSql.Size, row => new Removed(row.GetInt64(1), 1, row.GetInt64(0)), cancellation, table).ConfigureAwait(false);
        await connection.ExecuteAsync(RetentionSql.Drop(table), cancellation).ConfigureAwait(false);
        return size.FirstOrDefault() ?? Removed.Nothing;
    }

    private async Task KeepLatestAsync(string table, CancellationToken cancellation)
    {
        var after = 0L;
        while (await connection.ScalarAsync(RetentionSql.NextDevices, cancellation, after).ConfigureAwait(false) is long last)
        {
            await connection.ExecuteAsync(RetentionSql.KeepLatest(table), cancellation, after, last).ConfigureAwait(false);
            after = last;
        }
    }
}
