using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace OrleansIot.Silo.Storage.Sqlite;

/// <summary>A few read-only connections, opened when first needed. Reads run on the thread pool, never on a grain's scheduler.</summary>
internal sealed class SqliteReaders(string connectionString, int count) : IAsyncDisposable
{
    private readonly SemaphoreSlim _free = new(count);
    private readonly ConcurrentBag<SqliteConnection> _idle = [];
    private volatile bool _closed;

    public async Task<T> ReadAsync<T>(Func<SqliteConnection, T> work, CancellationToken cancellation)
    {
        await _free.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_closed, typeof(SqliteDatabase));
            return await Task.Run(() => Read(work), cancellation).ConfigureAwait(false);
        }
        finally
        {
            _free.Release();
        }
    }

    /// <summary>Lets running reads end; those that wait, and later ones, fail.</summary>
    public async ValueTask DisposeAsync()
    {
        _closed = true;
        for (var i = 0; i < count; i++)
            await _free.WaitAsync().ConfigureAwait(false);
        while (_idle.TryTake(out var connection))
            await connection.DisposeAsync().ConfigureAwait(false);
        _free.Release(count);
    }

    private T Read<T>(Func<SqliteConnection, T> work)
    {
        if (!_idle.TryTake(out var connection))
            connection = Open();
        try
        {
            return work(connection);
        }
        finally
        {
            _idle.Add(connection);
        }
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(connectionString);
        connection.Open();
        connection.Execute("pragma busy_timeout = 5000; pragma cache_size = -8192; pragma temp_store = memory; pragma query_only = on");
        connection.CreateFunction("fold", (string? text) => text?.ToLowerInvariant(), isDeterministic: true);
        return connection;
    }
}
