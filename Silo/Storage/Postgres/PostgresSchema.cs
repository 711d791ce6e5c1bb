using Npgsql;
using OrleansIot.Grains.Storage;

namespace OrleansIot.Silo.Storage.Postgres;

/// <summary>
/// Runs the numbered scripts that the database has not seen, each in one transaction under a lock that all processes share: many may start at once.
/// Waits for a server that does not answer yet.
/// </summary>
internal sealed partial class PostgresSchema(NpgsqlDataSource database, ReadingPartitions partitions, TimeProvider time, ILogger<PostgresSchema> logger) : ISchema
{
    private static readonly MigrationScripts Scripts = new("Postgres");
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <exception cref="SchemaTooNewException">A newer program has been here.</exception>
    public Task MigrateAsync(CancellationToken cancellation) => MigrateAsync(Scripts.Last, cancellation);

    /// <param name="last">Number of the last script to run.</param>
    public async Task MigrateAsync(long last, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                while (await StepAsync(last, cancellation).ConfigureAwait(false))
                {
                }

                if (last == Scripts.Last)
                    await MakePartitionsAsync(cancellation).ConfigureAwait(false);
                if (await database.ScalarAsync(SchemaSql.Unsafe, cancellation).ConfigureAwait(false) is string setting)
                    LogUnsafe(setting);
                return;
            }
            catch (Exception exception) when (PostgresFaults.IsTransient(exception))
            {
                LogWaiting(exception.Message);
                await Task.Delay(Pause, time, cancellation).ConfigureAwait(false);
            }
        }
    }

    /// <returns>Whether it has run a script; false: none is left.</returns>
    private async Task<bool> StepAsync(long last, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        if (await NextAsync(connection, last, cancellation).ConfigureAwait(false) is null)
            return false;

        await using var transaction = await connection.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        await PatientlyAsync(connection, SchemaSql.Lock, cancellation, AdvisoryLocks.Schema).ConfigureAwait(false);
        await connection.ExecuteAsync(SchemaSql.CreateVersions, cancellation).ConfigureAwait(false);
        if (await NextAsync(connection, last, cancellation).ConfigureAwait(false) is not { } number)
            return false;
        await PatientlyAsync(connection, Scripts.Read(number), cancellation).ConfigureAwait(false);
        await connection.ExecuteAsync(SchemaSql.AddVersion, cancellation, number).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        LogMigrated(number);
        return true;
    }

    /// <summary>Without them no reading could be stored; later ones come from the upkeep.</summary>
    private async Task MakePartitionsAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        await partitions.EnsureAsync(connection, cancellation).ConfigureAwait(false);
    }

    private static async Task<long?> NextAsync(NpgsqlConnection connection, long last, CancellationToken cancellation)
    {
        var isNew = await connection.ScalarAsync(SchemaSql.Versions, cancellation).ConfigureAwait(false) is null;
        HashSet<long> applied = isNew ? [] : [.. await connection.QueryAsync(SchemaSql.Applied, row => row.GetInt64(0), cancellation).ConfigureAwait(false)];
        foreach (var number in Scripts.Missing(applied))
            return number <= last ? number : null;
        return null;
    }

    /// <summary>Waits as long as it takes: for another process that migrates, and for the work on a large table.</summary>
    private static async Task PatientlyAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation, params object?[] parameters)
    {
        await using var command = connection.Command(sql, parameters);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
    }

    [LoggerMessage(EventId = 5201, Level = LogLevel.Warning, Message = "The database does not answer yet: {Reason}")]
    private partial void LogWaiting(string reason);

    [LoggerMessage(EventId = 5208, Level = LogLevel.Warning, Message = "The server's setting {Setting} is off: what is acknowledged may be lost when its machine fails")]
    private partial void LogUnsafe(string setting);

    [LoggerMessage(EventId = 5202, Level = LogLevel.Information, Message = "The database is now at schema version {Version}")]
    private partial void LogMigrated(long version);
}
