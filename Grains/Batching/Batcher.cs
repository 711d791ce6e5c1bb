namespace OrleansIot.Grains.Batching;

/// <summary>
/// Collects the requests that arrive while one batch is dealt with into the next one: no timer, one batch at a time. Belongs to a reentrant grain, which makes it
/// single-threaded.
/// </summary>
/// <param name="deal">Deals with a batch: one answer for each request. What it throws, all of them get.</param>
internal sealed class Batcher<TRequest, TAnswer>(int maxBatch, Func<IReadOnlyList<TRequest>, Task<TAnswer[]>> deal)
{
    private readonly Queue<(TRequest Request, TaskCompletionSource<TAnswer> Caller)> _waiting = new();
    private bool _running;

    /// <summary>Requests that no batch has taken yet.</summary>
    public int Waiting => _waiting.Count;

    public Task<TAnswer> AddAsync(TRequest request)
    {
        var caller = new TaskCompletionSource<TAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.Enqueue((request, caller));
        if (!_running)
            _ = RunAsync();
        return caller.Task;
    }

    private async Task RunAsync()
    {
        _running = true;
        while (_waiting.Count > 0)
        {
            var batch = new List<(TRequest Request, TaskCompletionSource<TAnswer> Caller)>();
            while (batch.Count < maxBatch && _waiting.TryDequeue(out var next))
                batch.Add(next);
            await DealAsync(batch);
        }
        _running = false;
    }

    private async Task DealAsync(List<(TRequest Request, TaskCompletionSource<TAnswer> Caller)> batch)
    {
        try
        {
            var answers = await deal(batch.ConvertAll(b => b.Request));
            for (var i = 0; i < batch.Count; i++)
                batch[i].Caller.TrySetResult(answers[i]);
        }
        catch (Exception exception)
        {
            foreach (var (_, caller) in batch)
                caller.TrySetException(exception);
        }
    }
}
