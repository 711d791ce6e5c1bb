using System.Data;
using Npgsql;

namespace OrleansIot.Silo.Storage.Postgres;

internal static class PostgresSnapshot
{
    /// <summary>Statements that read one state of the database, whoever writes meanwhile.</summary>
    public static async Task<T> SnapshotAsync<T>(this NpgsqlDataSource database, Func<NpgsqlConnection, Task<T>> read, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation).ConfigureAwait(false);
        var result = await read(connection).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        return result;
    }
}
