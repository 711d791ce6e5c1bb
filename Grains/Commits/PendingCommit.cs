using System.Diagnostics;
using System.Threading.Tasks.Sources;

namespace OrleansIot.Grains.Commits;

/// <summary>A change in the queue, and the caller that awaits it: one object, awaited once.</summary>
internal sealed class PendingCommit : IValueTaskSource<ChangeResult>
{
    private ManualResetValueTaskSourceCore<ChangeResult> _source;

    /// <param name="enqueued">Timestamp of the time provider when the change was handed over.</param>
    /// <param name="span">The span of the wait where the request is traced.</param>
    public PendingCommit(Change change, long enqueued, Activity? span)
    {
        (Change, Enqueued, Span) = (change, enqueued, span);
        _source.RunContinuationsAsynchronously = true;
    }

    public Change Change { get; }

    public long Enqueued { get; }

    public Activity? Span { get; }

    public ValueTask<ChangeResult> Answered => new(this, _source.Version);

    public void Answer(ChangeResult result) => _source.SetResult(result);

    ChangeResult IValueTaskSource<ChangeResult>.GetResult(short token) => _source.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<ChangeResult>.GetStatus(short token) => _source.GetStatus(token);

    void IValueTaskSource<ChangeResult>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);
}
