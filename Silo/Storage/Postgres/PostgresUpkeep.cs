using Npgsql;
using OrleansIot.Silo.Hosting;

namespace OrleansIot.Silo.Storage.Postgres;

/// <summary>
/// The house-keeping of the shared database, done by whichever silo comes first each time: partitions ahead of need, sums of the device counts, what deleted
/// devices have left.
/// </summary>
internal sealed partial class PostgresUpkeep(NpgsqlDataSource database, ReadingPartitions partitions, TimeProvider time, ILogger<PostgresUpkeep> logger)
    : ILifecycleParticipant<ISiloLifecycle>
{
    /// <summary>Rows of device counts beyond the needed ones that are not worth a rewrite.</summary>
    private const int MostCounts = 1_000;

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    public void Participate(ISiloLifecycle lifecycle) => RepeatedWork.Join(lifecycle, Interval, time, RunAsync, exception => LogFailed(exception));

    /// <returns>Whether it was this silo's turn.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        if (!(bool)(await connection.ScalarAsync(UpkeepSql.TryLock, cancellation, AdvisoryLocks.Upkeep).ConfigureAwait(false))!)
            return false;
        try
        {
            if (await partitions.EnsureAsync(connection, cancellation).ConfigureAwait(false) is > 0 and var made)
                LogPartitions(made);
            if ((long)(await connection.ScalarAsync(UpkeepSql.SparableCounts, cancellation).ConfigureAwait(false))! > MostCounts)
                await connection.ExecuteAsync(UpkeepSql.AddUpDevices, cancellation).ConfigureAwait(false);
            await DeletedDevices.SweepAsync(connection, cancellation).ConfigureAwait(false);
            return true;
        }
        finally
        {
            // A broken connection has given the lock back by itself.
            if (connection.FullState == System.Data.ConnectionState.Open)
                await connection.ExecuteAsync(UpkeepSql.Unlock, CancellationToken.None, AdvisoryLocks.Upkeep).ConfigureAwait(false);
        }
    }

    [LoggerMessage(EventId = 5203, Level = LogLevel.Warning, Message = "The upkeep of the database failed and is tried again")]
    private partial void LogFailed(Exception exception);

    [LoggerMessage(EventId = 5204, Level = LogLevel.Information, Message = "{Count} partitions of readings were made ahead of need")]
    private partial void LogPartitions(int count);
}
