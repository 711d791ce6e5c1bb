using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace OrleansIot.Grains.Commits;

/// <summary>
/// Collects the changes that arrive while a commit is running into the next one: no timer, one transaction for all who wait.
/// Lanes run side by side, a device always in the same one, so that the order of a device's changes holds.
/// </summary>
public sealed class Committer : ICommitter, IAsyncDisposable
{
    private readonly CommitterOptions _options;
    private readonly TimeProvider _time;
    private readonly CommitLane[] _lanes;
    private long _bytes;
    private int _count;

    public Committer(ICommitStore store, IOptions<CommitterOptions> options, TimeProvider time, ILogger<Committer> log)
    {
        _options = options.Value;
        _time = time;
        IsShared = store.IsShared;
        _lanes = new CommitLane[store.Lanes];
        for (var i = 0; i < _lanes.Length; i++)
            _lanes[i] = new CommitLane(store, _options, time, log, Release);
    }

    public bool IsShared { get; }

    /// <summary>Changes handed over and not yet answered.</summary>
    public int Waiting => Volatile.Read(ref _count);

    /// <summary>Whether a transaction has been running for longer than a caller may wait.</summary>
    public bool IsStuck
    {
        get
        {
            var now = _time.GetTimestamp();
            return _lanes.Any(lane => lane.IsLate(now));
        }
    }

    public ValueTask<ChangeResult> CommitAsync(Change change) =>
        CommitInstruments.StartWait() is { } span ? new(TraceAsync(change, span)) : EnqueueAsync(change, null);

    /// <summary>Takes no more changes and completes when those that wait are committed.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var lane in _lanes)
            await lane.DisposeAsync();
    }

    private async Task<ChangeResult> TraceAsync(Change change, Activity span)
    {
        using (span)
        {
            var result = await EnqueueAsync(change, span);
            span.SetTag("orleansiot.commit.result", CommitInstruments.Word(result));
            return result;
        }
    }

    private ValueTask<ChangeResult> EnqueueAsync(Change change, Activity? span)
    {
        var lane = _lanes[(int)((ulong)change.Device % (ulong)_lanes.Length)];
        var now = _time.GetTimestamp();
        if (lane.IsLate(now) || !Reserve(change.Weight))
            return Refuse();
        var pending = new PendingCommit(change, now, span);
        if (lane.TryEnqueue(pending))
            return pending.Answered;
        Release(change);
        return Refuse();
    }

    private static ValueTask<ChangeResult> Refuse()
    {
        CommitInstruments.Refused(ChangeResult.Refused);
        return new(ChangeResult.Refused);
    }

    private bool Reserve(int size)
    {
        if (Interlocked.Increment(ref _count) > _options.MaxChanges)
        {
            Interlocked.Decrement(ref _count);
            return false;
        }
        var bytes = Interlocked.Add(ref _bytes, size);
        if (bytes <= _options.MaxBytes || bytes == size)
        {
            CommitInstruments.Queued(size);
            return true;
        }
        Interlocked.Add(ref _bytes, -size);
        Interlocked.Decrement(ref _count);
        return false;
    }

    private void Release(Change change)
    {
        Interlocked.Add(ref _bytes, -change.Weight);
        Interlocked.Decrement(ref _count);
        CommitInstruments.Left(change.Weight);
    }
}
