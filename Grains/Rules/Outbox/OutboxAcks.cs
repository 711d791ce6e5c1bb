using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace OrleansIot.Grains.Rules.Outbox;

/// <summary>
/// Entries that were seen, removed a little later and many at once: what is left when a silo is killed in between is seen again, which a chain must bear anyway.
/// </summary>
public sealed partial class OutboxAcks : IAsyncDisposable
{
    private const int MaxBatch = 5_000;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);

    private readonly Channel<OutboxKey> _seen = Channel.CreateUnbounded<OutboxKey>(new() { SingleReader = true });
    private readonly CancellationTokenSource _stopping = new();
    private readonly IOutboxStore _store;
    private readonly TimeProvider _time;
    private readonly ILogger<OutboxAcks> _log;
    private readonly Task _loop;

    public OutboxAcks(IOutboxStore store, TimeProvider time, ILogger<OutboxAcks> log)
    {
        (_store, _time, _log) = (store, time, log);
        _loop = Task.Run(RunAsync);
    }

    public void Add(OutboxKey entry) => _seen.Writer.TryWrite(entry);

    /// <summary>Removes what was seen so far, then ends.</summary>
    public async ValueTask DisposeAsync()
    {
        _seen.Writer.TryComplete();
        await _stopping.CancelAsync();
        await _loop;
        _stopping.Dispose();
    }

    private async Task RunAsync()
    {
        var batch = new List<OutboxKey>();
        while (await _seen.Reader.WaitToReadAsync())
        {
            await RestAsync(Pause);
            while (batch.Count < MaxBatch && _seen.Reader.TryRead(out var entry))
                batch.Add(entry);
            await RemoveAsync(batch);
            batch.Clear();
        }
    }

    private async Task RemoveAsync(List<OutboxKey> batch)
    {
        while (true)
        {
            try
            {
                await _store.RemoveAsync(batch, CancellationToken.None);
                return;
            }
            catch (Exception exception)
            {
                LogFailed(exception, batch.Count);
                if (_stopping.IsCancellationRequested)
                    return;
                await RestAsync(PauseAfterFailure);
            }
        }
    }

    private async Task RestAsync(TimeSpan pause)
    {
        if (!_stopping.IsCancellationRequested)
            await Task.Delay(pause, _time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    [LoggerMessage(1410, LogLevel.Warning, "{Count} entries of the outbox could not be removed and are tried again")]
    private partial void LogFailed(Exception exception, int count);
}
