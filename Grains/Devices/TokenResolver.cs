using Orleans.Concurrency;
using OrleansIot.Devices;

namespace OrleansIot.Grains.Devices;

/// <summary>While one query runs, the tokens that arrive wait for the next: a flood of look-ups costs one query at a time.</summary>
[StatelessWorker(1), Reentrant]
public sealed class TokenResolver(IDeviceStore store) : Grain, ITokenResolver
{
    private const int MaxBatch = 500;

    private readonly Queue<(string Token, TaskCompletionSource<TokenOwner?> Caller)> _waiting = new();
    private bool _running;

    public Task<TokenOwner?> Resolve(string token)
    {
        var caller = new TaskCompletionSource<TokenOwner?>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.Enqueue((token, caller));
        if (!_running)
            _ = RunAsync();
        return caller.Task;
    }

    private async Task RunAsync()
    {
        _running = true;
        while (_waiting.Count > 0)
        {
            var batch = new List<(string Token, TaskCompletionSource<TokenOwner?> Caller)>();
            while (batch.Count < MaxBatch && _waiting.TryDequeue(out var next))
                batch.Add(next);
            try
            {
                var owners = await store.ResolveAsync(batch.ConvertAll(b => b.Token), CancellationToken.None);
                for (var i = 0; i < batch.Count; i++)
                    batch[i].Caller.TrySetResult(owners[i]);
            }
            catch (Exception exception)
            {
                foreach (var (_, caller) in batch)
                    caller.TrySetException(exception);
            }
        }
        _running = false;
    }
}
