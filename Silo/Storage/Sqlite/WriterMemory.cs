using Microsoft.Data.Sqlite;

namespace OrleansIot.Silo.Storage.Sqlite;

internal sealed class WriterMemory(SqliteConnection connection, SqliteOptions options, TimeProvider time) : IWriterMemory
{
    public TimeSpan? Rest => null;

    public void WorkBegins()
    {
        _ = (connection, options, time);
    }

    public void WorkRolledBack()
    {
    }

    public void Settle(bool finish)
    {
    }

    public void Committed()
    {
    }

    public void RolledBack()
    {
    }

    public void Dispose()
    {
    }
}
