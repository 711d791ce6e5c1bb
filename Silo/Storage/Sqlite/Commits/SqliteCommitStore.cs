using Microsoft.Data.Sqlite;
using OrleansIot.Grains.Commits;
using SQLitePCL;

namespace OrleansIot.Silo.Storage.Sqlite;

internal sealed class SqliteCommitStore(SqliteDatabase database) : ICommitStore
{
    public int Lanes => 1;

    public Task CommitAsync(ReadOnlyMemory<Change> batch, Memory<ChangeResult> results, CancellationToken cancellation) => database.WriteAsync(
        _ =>
        {
            database.Memory.Commit(batch.Span, results.Span);
            return batch.Length;
        },
        cancellation);

    public bool IsTransient(Exception exception) => exception is SqliteException
    {
        SqliteErrorCode: raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_IOERR or raw.SQLITE_FULL or raw.SQLITE_NOMEM or raw.SQLITE_PROTOCOL
            or raw.SQLITE_CANTOPEN or raw.SQLITE_INTERRUPT or raw.SQLITE_READONLY,
    };
}
