using Npgsql;

namespace OrleansIot.Silo.Storage.Postgres;

/// <summary>
/// Makes the partitions of the readings ahead of need. They follow each other without gaps: one for everything older, one per few days from the first start until
/// a while from now, one for everything later. What devices with a wrong clock have put into the last one moves when its time comes.
/// </summary>
internal sealed class ReadingPartitions(PostgresOptions options)
{
    private const long DayInMilliseconds = 86_400_000;

    /// <summary>Partitions that shall be there beyond the current one, so that a maker who cannot work has time to be noticed.</summary>
    private const int Ahead = 4;

    /// <summary>More missing ones than this, after a long sleep, become one.</summary>
    private const int MostAtOnce = 60;

    private long Width => options.PartitionDays * DayInMilliseconds;

    public static Task<List<Partition>> ListAsync(NpgsqlConnection connection, CancellationToken cancellation) => connection.QueryAsync(
        PartitionSql.List, row => new Partition(row.GetString(0), row.LongOrNull(1), row.LongOrNull(2)), cancellation);

    /// <summary>Makes what is missing; nothing, as nearly always, costs one query.</summary>
    /// <returns>How many it has made.</returns>
    public async Task<int> EnsureAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var now = (long)(await connection.ScalarAsync(PartitionSql.Now, cancellation).ConfigureAwait(false))!;
        return await EnsureAsync(connection, now, cancellation).ConfigureAwait(false);
    }

    /// <param name="now">Milliseconds since 1970.</param>
    public async Task<int> EnsureAsync(NpgsqlConnection connection, long now, CancellationToken cancellation)
    {
        if (!NeedsMore(await ListAsync(connection, cancellation).ConfigureAwait(false), now))
            return 0;
        await using var transaction = await connection.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        await connection.ExecuteAsync(PartitionSql.Lock, cancellation).ConfigureAwait(false);
        var existing = await ListAsync(connection, cancellation).ConfigureAwait(false);
        var made = 0;
        if (NeedsMore(existing, now))
        {
            var begin = existing.Count == 0 ? Floor(now) - Width : existing[^1].From!.Value;
            var bounds = Bounds(begin, now);
            await connection.ExecuteAsync(existing.Count == 0 ? MakeFirst(bounds) : MakeMore(bounds), cancellation).ConfigureAwait(false);
            made = bounds.Count - 1;
        }

        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        return made;
    }

    private bool NeedsMore(List<Partition> existing, long now) => existing.Count == 0 || existing[^1].From!.Value <= now + (Ahead * Width);

    /// <summary>Where the new partitions meet, the two ends included.</summary>
    private List<long> Bounds(long begin, long now)
    {
        var bounds = new List<long> { begin };
        if ((now - begin) / Width > MostAtOnce)
            bounds.Add(Floor(now));
        while (bounds[^1] <= now + (Ahead * Width))
            bounds.Add(Floor(bounds[^1] + Width));
        return bounds;
    }

    private long Floor(long instant) => instant / Width * Width;

    private static string MakeFirst(List<long> bounds) =>
        $"{PartitionSql.MakeOlder(bounds[0])}{string.Concat(bounds.Zip(bounds.Skip(1), PartitionSql.Make))}{PartitionSql.MakeLater(bounds[^1])}";

    private static string MakeMore(List<long> bounds) =>
        $"{PartitionSql.DetachLater}{string.Concat(bounds.Zip(bounds.Skip(1), PartitionSql.Make))}{PartitionSql.MoveEarlier(bounds[^1])}{PartitionSql.AttachLater(bounds[^1])}";
}
