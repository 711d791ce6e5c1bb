using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace OrleansIot.Silo.Storage.Sqlite;

/// <summary>
/// The one thread that writes. Each turn takes everything that waits, runs it in one transaction, every work in a savepoint of its own, and
/// answers the callers after the commit has reached the disk.
/// </summary>
internal sealed partial class SqliteWriter
{
    private enum Due
    {
        Nothing,
        Group,
        Stop,
    }

    private const int MaxGroup = 1_024;
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(1);

    private readonly SqliteConnection _connection;
    private readonly IWriterMemory _memory;
    private readonly ILogger _logger;
    private readonly Statement _begin;
    private readonly Statement _commit;
    private readonly Statement _savepoint;
    private readonly Statement _release;
    private readonly object _gate = new();
    private readonly Queue<WriteWork> _waiting = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _stopping;

    public SqliteWriter(SqliteConnection connection, IWriterMemory memory, ILogger logger)
    {
        (_connection, _memory, _logger) = (connection, memory, logger);
        _begin = new(connection, "begin immediate");
        _commit = new(connection, "commit");
        _savepoint = new(connection, "savepoint work");
        _release = new(connection, "release work");
    }

    /// <summary>Ends when the writer was stopped and everything taken before is committed.</summary>
    public Task Ended => _ended.Task;

    public void Start() => new Thread(Run) { IsBackground = true, Name = "SQLite writer" }.Start();

    public void Post(WriteWork work)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_stopping, typeof(SqliteDatabase));
            _waiting.Enqueue(work);
            if (_waiting.Count == 1)
                Monitor.Pulse(_gate);
        }
    }

    public void Stop()
    {
        lock (_gate)
        {
            _stopping = true;
            Monitor.Pulse(_gate);
        }
    }

    private void Run()
    {
        var group = new List<WriteWork>();
        var failed = false;
        while (Take(group, failed) is var due and not Due.Stop)
            failed = due != Due.Nothing && !TryCommit(group, finish: false);
        TryCommit(group, finish: true);
        foreach (var statement in (Statement[])[_begin, _commit, _savepoint, _release])
            statement.Dispose();
        _ended.SetResult();
    }

    /// <summary>Waits for work, or for the moment when the memory has something to settle.</summary>
    private Due Take(List<WriteWork> group, bool failed)
    {
        group.Clear();
        lock (_gate)
        {
            var rested = _waiting.Count == 0 && !_stopping && !Wait(failed);
            while (group.Count < MaxGroup && _waiting.TryDequeue(out var work))
            {
                if (work.TryBegin())
                    group.Add(work);
            }

            if (group.Count > 0 || rested)
                return Due.Group;
            return _stopping ? Due.Stop : Due.Nothing;
        }
    }

    /// <summary>False: nothing came while the memory could wait.</summary>
    private bool Wait(bool failed)
    {
        if (_memory.Rest is not { } rest)
            return Monitor.Wait(_gate);
        if (failed && rest < AfterFailure)
            rest = AfterFailure;
        return rest > TimeSpan.Zero && Monitor.Wait(_gate, rest);
    }

    private bool TryCommit(List<WriteWork> group, bool finish)
    {
        try
        {
            _begin.Run();
            foreach (var work in group)
                Run(work);
            _memory.Settle(finish);
            _commit.Run();
        }
        catch (Exception e)
        {
            RollBack();
            LogGroupFailed(_logger, group.Count, e);
            foreach (var work in group)
                work.Fail(e);
            return false;
        }

        _memory.Committed();
        foreach (var work in group)
            work.Complete();
        return true;
    }

    private void Run(WriteWork work)
    {
        _savepoint.Run();
        _memory.WorkBegins();
        try
        {
            work.Run(_connection);
        }
        catch (Exception e) when (InTransaction)
        {
            work.Failure = e;
            raw.sqlite3_exec(_connection.Handle, "rollback to work");
            _memory.WorkRolledBack();
        }

        _release.Run();
    }

    private bool InTransaction => raw.sqlite3_get_autocommit(_connection.Handle) == 0;

    private void RollBack()
    {
        if (InTransaction)
            raw.sqlite3_exec(_connection.Handle, "rollback");
        _memory.RolledBack();
    }

    [LoggerMessage(EventId = 5101, Level = LogLevel.Warning, Message = "A transaction of {Works} works was rolled back")]
    private static partial void LogGroupFailed(ILogger logger, int works, Exception exception);
}
