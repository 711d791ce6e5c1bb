using System.Data;
using Npgsql;

namespace OrleansIot.Silo.Storage.Postgres;

/// <summary>
/// Statements that only read, on a connection of the pool. A read may be repeated: one that fails because the server restarts, or because it got a connection from before
/// the restart, is asked again for a moment, and its caller sees latency.
/// </summary>
internal static class PostgresReads
{
    private const int Repetitions = 8;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    public static Task<List<T>> ReadAsync<T>(
        this NpgsqlDataSource database, string sql, Func<NpgsqlDataReader, T> map, CancellationToken cancellation, params object?[] parameters) =>
        database.RepeatAsync(connection => connection.QueryAsync(sql, map, cancellation, parameters), cancellation);

    /// <returns>The first column of the first row; null when there is no row or it is null.</returns>
    public static Task<object?> ScalarAsync(this NpgsqlDataSource database, string sql, CancellationToken cancellation, params object?[] parameters) =>
        database.RepeatAsync(connection => connection.ScalarAsync(sql, cancellation, parameters), cancellation);

    /// <summary>Statements that read one state of the database, whoever writes meanwhile.</summary>
    public static Task<T> SnapshotAsync<T>(this NpgsqlDataSource database, Func<NpgsqlConnection, Task<T>> read, CancellationToken cancellation) => database.RepeatAsync(
        async connection =>
        {
            await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation).ConfigureAwait(false);
            var result = await read(connection).ConfigureAwait(false);
            await transaction.CommitAsync(cancellation).ConfigureAwait(false);
            return result;
        },
        cancellation);

    private static async Task<T> RepeatAsync<T>(this NpgsqlDataSource database, Func<NpgsqlConnection, Task<T>> read, CancellationToken cancellation)
    {
        for (var repetition = 0; ; repetition++)
        {
            try
            {
                await using var connection = await database.OpenConnectionAsync(cancellation).ConfigureAwait(false);
                return await read(connection).ConfigureAwait(false);
            }
            catch (NpgsqlException exception) when (repetition < Repetitions && PostgresFaults.IsGone(exception))
            {
                // The first connection may only have been a stale one.
                if (repetition > 0)
                    await Task.Delay(Pause, TimeProvider.System, cancellation).ConfigureAwait(false);
            }
        }
    }
}
