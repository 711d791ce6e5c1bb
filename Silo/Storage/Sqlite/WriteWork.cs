using Microsoft.Data.Sqlite;

namespace OrleansIot.Silo.Storage.Sqlite;

/// <summary>Something to do on the writer thread, inside the group's transaction.</summary>
internal abstract class WriteWork
{
    private const int Waiting = 0;
    private const int Begun = 1;
    private const int Dropped = 2;

    private int _state;
    private CancellationTokenRegistration _cancellation;

    /// <summary>What this work threw; its changes were rolled back.</summary>
    public Exception? Failure { get; set; }

    /// <summary>From now on the token drops the work, as long as it has not begun.</summary>
    public void Watch(CancellationToken cancellation)
    {
        if (cancellation.CanBeCanceled)
            _cancellation = cancellation.UnsafeRegister(static (work, token) => ((WriteWork)work!).Drop(token), this);
    }

    /// <summary>False: the caller has given up.</summary>
    public bool TryBegin()
    {
        _cancellation.Dispose();
        return Interlocked.CompareExchange(ref _state, Begun, Waiting) == Waiting;
    }

    public abstract void Run(SqliteConnection connection);

    /// <summary>The group is committed: hands over the result, or this work's own failure.</summary>
    public abstract void Complete();

    public abstract void Fail(Exception exception);

    protected abstract void Cancel(CancellationToken cancellation);

    private void Drop(CancellationToken cancellation)
    {
        if (Interlocked.CompareExchange(ref _state, Dropped, Waiting) == Waiting)
            Cancel(cancellation);
    }
}
