using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace OrleansIot.Grains.Commits;

/// <summary>One writer's loop: take what waits, commit it in one transaction, answer everybody, again. Changes that are patient make no transaction of their own.</summary>
internal sealed partial class CommitLane : IAsyncDisposable
{
    /// <summary>How long a patient change waits for others.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private readonly ICommitStore _store;
    private readonly CommitterOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Action<Change> _release;
    /// <summary>Null: patience is at its end.</summary>
    private readonly Channel<PendingCommit?> _queue = Channel.CreateUnbounded<PendingCommit?>(new() { SingleReader = true });
    private readonly Queue<PendingCommit> _patient = new();
    private ITimer? _impatience;
    private readonly TimeSpan _maxWait;
    private readonly Task _loop;
    private PendingCommit[] _batch;
    private Change[] _changes;
    private ChangeResult[] _results;
    private long _committingSince;

    /// <param name="release">Called once per change when it is answered.</param>
    public CommitLane(ICommitStore store, CommitterOptions options, TimeProvider time, ILogger log, Action<Change> release)
    {
        (_store, _options, _time, _log, _release) = (store, options, time, log, release);
        _maxWait = TimeSpan.FromMilliseconds(options.MaxWait);
        _batch = new PendingCommit[options.MaxBatchChanges];
        _changes = new Change[options.MaxBatchChanges];
        _results = new ChangeResult[options.MaxBatchChanges];
        // The loop outlives the call that happens to be the first to need a committer: neither its trace nor its request context may go along.
        using (ExecutionContext.SuppressFlow())
            _loop = Task.Run(RunAsync);
    }

    /// <summary>Whether the commit that is running has taken longer than a caller may wait: no use in joining the queue.</summary>
    public bool IsLate(long now)
    {
        var since = Volatile.Read(ref _committingSince);
        return since != 0 && _time.GetElapsedTime(since, now) > _maxWait;
    }

    public bool TryEnqueue(PendingCommit pending) => _queue.Writer.TryWrite(pending);

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _loop;
        if (_impatience is { } timer)
            await timer.DisposeAsync();
    }

    private async Task RunAsync()
    {
        while (await _queue.Reader.WaitToReadAsync())
            await CommitAsync(Take());
        while (_patient.Count > 0)
            await CommitAsync(TakePatient(0));
    }

    private async Task CommitAsync(int count)
    {
        if (count == 0)
            return;
        Volatile.Write(ref _committingSince, _time.GetTimestamp());
        await CommitAsync(0, count);
        Volatile.Write(ref _committingSince, 0);
        Array.Clear(_batch, 0, count);
        Array.Clear(_changes, 0, count);
    }

    /// <summary>Fills the batch with what waits; answers those that have waited too long.</summary>
    private int Take()
    {
        var count = 0;
        var bytes = 0L;
        var isOver = false;
        var now = _time.GetTimestamp();
        while (count < _batch.Length && bytes < _options.MaxBatchBytes && _queue.Reader.TryRead(out var pending))
        {
            if (pending is null)
            {
                isOver = true;
                continue;
            }
            if (pending.Change.IsPatient)
            {
                if (_patient.Count == 0)
                    BePatient();
                _patient.Enqueue(pending);
                continue;
            }
            if (_time.GetElapsedTime(pending.Enqueued, now) > _maxWait)
            {
                Answer(pending, ChangeResult.Refused);
                continue;
            }
            Add(pending, count++);
            bytes += pending.Change.Weight;
        }
        return count > 0 || isOver ? TakePatient(count) : 0;
    }

    /// <summary>Fills the batch further with patient ones; those that find no room wait again.</summary>
    private int TakePatient(int count)
    {
        while (count < _batch.Length && _patient.TryDequeue(out var pending))
            Add(pending, count++);
        if (_patient.Count > 0)
            BePatient();
        return count;
    }

    private void BePatient()
    {
        if (_impatience is null)
            _impatience = _time.CreateTimer(_ => _queue.Writer.TryWrite(null), null, Patience, Timeout.InfiniteTimeSpan);
        else
            _impatience.Change(Patience, Timeout.InfiniteTimeSpan);
    }

    private void Add(PendingCommit pending, int place) => (_batch[place], _changes[place]) = (pending, pending.Change);

    /// <summary>Commits a range of the batch; a range that fails for good is halved until the change that cannot be stored stands alone.</summary>
    private async Task CommitAsync(int start, int count)
    {
        switch (await TryCommitAsync(start, count))
        {
            case CommitEnd.Committed:
                for (var i = start; i < start + count; i++)
                    Answer(_batch[i], _results[i]);
                break;
            case CommitEnd.Poisoned when count > 1:
                var half = count / 2;
                await CommitAsync(start, half);
                await CommitAsync(start + half, count - half);
                break;
            default:
                for (var i = start; i < start + count; i++)
                    Answer(_batch[i], ChangeResult.Failed);
                break;
        }
    }

    private async Task<CommitEnd> TryCommitAsync(int start, int count)
    {
        for (var pause = FirstPause; ; pause = pause + pause < LongestPause ? pause + pause : LongestPause)
        {
            using var span = CommitInstruments.StartTransaction(_batch.AsSpan(start, count));
            var begun = _time.GetTimestamp();
            try
            {
                Array.Clear(_results, start, count);
                var began = _time.GetTimestamp();
                await _store.CommitAsync(_changes.AsMemory(start, count), _results.AsMemory(start, count), CancellationToken.None);
                CommitInstruments.Committed(count, _time.GetElapsedTime(began));
                return CommitEnd.Committed;
            }
            catch (Exception exception) when (!_store.IsTransient(exception))
            {
                span?.SetStatus(ActivityStatusCode.Error).Stop();
                if (count == 1)
                    LogPoisoned(exception, _changes[start].GetType().Name);
                return CommitEnd.Poisoned;
            }
            catch (Exception exception)
            {
                span?.SetStatus(ActivityStatusCode.Error).Stop();
                LogRetry(exception, count);
                // An attempt that would take as long as this one must end while somebody waits for it.
                if (_time.GetElapsedTime(_batch[start].Enqueued) + pause + _time.GetElapsedTime(begun) > _maxWait)
                    return CommitEnd.Expired;
                CommitInstruments.Retried();
                await Task.Delay(pause, _time);
            }
        }
    }

    private void Answer(PendingCommit pending, ChangeResult result)
    {
        _release(pending.Change);
        if (result != ChangeResult.Applied)
            CommitInstruments.Refused(result);
        pending.Answer(result);
    }

    [LoggerMessage(1001, LogLevel.Warning, "The commit of {Count} changes failed and is tried again")]
    private partial void LogRetry(Exception exception, int count);

    [LoggerMessage(1002, LogLevel.Error, "A {Kind} cannot be stored and is refused")]
    private partial void LogPoisoned(Exception exception, string kind);

    private enum CommitEnd
    {
        Committed,
        Poisoned,
        Expired,
    }
}
