using Microsoft.Data.Sqlite;

namespace OrleansIot.Silo.Storage.Sqlite;

/// <summary>A part of a transaction that may be taken back alone.</summary>
internal sealed class SavePoint(SqliteConnection connection, string name) : IDisposable
{
    private readonly Statement _begin = new(connection, $"savepoint {name}");
    private readonly Statement _rollBack = new(connection, $"rollback to {name}");
    private readonly Statement _release = new(connection, $"release {name}");

    public void Begin() => _begin.Run();

    /// <summary>Keeps what was done.</summary>
    public void Release() => _release.Run();

    /// <summary>Takes back what was done since <see cref="Begin"/>.</summary>
    public void RollBack()
    {
        _rollBack.Run();
        _release.Run();
    }

    public void Dispose()
    {
        _begin.Dispose();
        _rollBack.Dispose();
        _release.Dispose();
    }
}
