using Microsoft.Extensions.Logging;
using OrleansIot.Grains.Commits;

namespace OrleansIot.Grains.Rules.Outbox;

/// <summary>
/// The outbox of one device in its activation: takes entries whose commit is under way, and brings those that are committed through the chain, one after the other
/// in their order. A few wait in memory; beyond that they wait in the table, and are read when their turn comes. Thread-safe; runs beside the grain, not on its turn.
/// </summary>
internal sealed partial class DeviceOutbox(long device, OutboxContext context, Func<RuleOriginator?> originator)
{
    private const int MaxQueued = 256;
    private const int MaxQueuedBytes = 1 << 20;
    private const int PageSize = 100;
    private const int MaxRemembered = 1_024;
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly LinkedList<Slot> _queue = new();
    private readonly long _writer = Random.Shared.NextInt64(1, long.MaxValue);
    private readonly Queue<(long Seq, long Writer)> _processed = new();
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _last;
    private long _taken;
    private int _queuedBytes;
    private int _waiting;
    private bool _running;
    private bool _stopped;
    private bool _finishing;

    /// <summary>The table is to be read from its beginning: something there was left behind.</summary>
    private bool _rewinds;

    /// <summary>Entries in the table that the queue does not hold, as far as is known; above 0 nothing more is queued.</summary>
    private int _spilled;

    /// <summary>An entry with the next number, to be committed; null: too many wait, the chain misses this one.</summary>
    /// <param name="begun">How far its messages have come; forgotten where there is no room for it in memory.</param>
    public OutboxEntry? Reserve(string type, byte[] data, byte[]? metadata = null, BegunEntry? begun = null)
    {
        lock (_lock)
        {
            if (_waiting >= context.Options.MaxWaitingPerDevice)
            {
                LogMissed(context.Log, device, type);
                return null;
            }
            _waiting++;
            _last = Math.Max(_last + 1, context.Micros);
            var entry = new OutboxEntry(_last, _writer, type, data, metadata);
            if (_spilled > 0 || _queue.Count >= MaxQueued || _queuedBytes + entry.Size > MaxQueuedBytes)
            {
                _spilled++;
                return entry;
            }
            _queuedBytes += entry.Size;
            _queue.AddLast(new Slot(entry) { Begun = begun });
            return entry;
        }
    }

    /// <summary>The commit of an entry has ended.</summary>
    public void Settle(OutboxEntry entry, ChangeResult result)
    {
        lock (_lock)
        {
            var slot = _queue.FirstOrDefault(s => ReferenceEquals(s.Entry, entry));
            if (result != ChangeResult.Applied)
            {
                _waiting--;
                if (slot is not null)
                    Drop(slot);
            }
            else if (slot is not null)
            {
                slot.IsCommitted = true;
            }
            else
            {
                // A page that was read just now may have missed it: so that another one is read.
                _spilled++;
            }
        }
        Pump();
    }

    /// <summary>There are, or may be, entries in the table that nobody has taken to their end. A device that never rests gets to them behind what waits in memory.</summary>
    public void Resume()
    {
        lock (_lock)
        {
            _rewinds = true;
            _spilled = Math.Max(_spilled, 1);
        }
        Pump();
    }

    /// <summary>The device is gone, and with it its rows: a last message, behind those that wait in memory. Nobody can take them over.</summary>
    public void Finish(string type, byte[] data)
    {
        if (Reserve(type, data) is not { } last)
            return;
        lock (_lock)
            _finishing = true;
        Settle(last, ChangeResult.Applied);
    }

    /// <summary>Takes no more; completes when the entry that is under way has come to its end. The others wait in the table for the next activation.</summary>
    public Task StopAsync()
    {
        lock (_lock)
        {
            _stopped = !_finishing;
            if (!_running || _finishing)
                _idle.TrySetResult();
        }
        return _idle.Task;
    }

    private void Pump()
    {
        lock (_lock)
        {
            if (_running || _stopped || (_spilled == 0 && _queue.First is not { Value.IsCommitted: true }))
                return;
            _running = true;
        }
        _ = Task.Run(RunAsync);
    }

    private async Task RunAsync()
    {
        while (await NextAsync() is { } next)
        {
            await ProcessAsync(next);
            if (IsLeftBehind(next))
                continue;
            lock (_lock)
                _waiting--;
        }
    }

    /// <summary>Null: nothing waits, and the loop has ended.</summary>
    private async Task<Slot?> NextAsync()
    {
        while (true)
        {
            int spilled;
            lock (_lock)
            {
                if (!_stopped && _queue.First is { Value: { IsCommitted: true } slot })
                {
                    Drop(slot);
                    _taken = slot.Entry.Seq;
                    return slot;
                }
                spilled = _spilled;
                if (_stopped || spilled == 0 || _queue.Count > 0)
                {
                    _running = false;
                    if (_stopped)
                        _idle.TrySetResult();
                    return null;
                }
            }
            await RefillAsync(spilled);
        }
    }

    private async Task RefillAsync(int spilled)
    {
        bool rewinds;
        lock (_lock)
            (rewinds, _rewinds) = (_rewinds, false);
        try
        {
            var page = await context.Store.ReadAsync(device, rewinds ? 0 : _taken, PageSize, CancellationToken.None);
            lock (_lock)
            {
                foreach (var (entry, attempts) in page)
                {
                    _taken = entry.Seq;
                    // Seen, but not yet removed from the table.
                    if (_processed.Contains((entry.Seq, entry.Writer)))
                        continue;
                    _queuedBytes += entry.Size;
                    _queue.AddLast(new Slot(entry) { IsCommitted = true, Attempts = attempts });
                    _last = Math.Max(_last, entry.Seq);
                }
                // What was committed while the page was read has counted up: it is read the next time.
                if (page.Length < PageSize && _spilled == spilled && !_rewinds)
                    _spilled = 0;
            }
        }
        catch (Exception exception)
        {
            LogUnread(context.Log, exception, device);
            lock (_lock)
                _rewinds |= rewinds;
            await Task.Delay(RetryPause, context.Time);
        }
    }

    private async Task ProcessAsync(Slot slot)
    {
        var (entry, isCounted) = (slot.Entry, false);
        if (slot.Attempts >= context.Options.MaxAttempts)
        {
            LogGivenUp(context.Log, device, entry.Type, context.Options.MaxAttempts);
            Acknowledge(entry);
            return;
        }
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                // Whoever had it before may have ended over it, and so may this process.
                if (IsLeftBehind(slot) && !isCounted)
                    isCounted = await CountAsync(entry);
                await RunAsync(slot);
                Acknowledge(entry);
                return;
            }
            catch (Exception exception)
            {
                LogFailed(context.Log, exception, device, entry.Type);
                if (attempt == context.Options.MaxAttempts)
                    break;
                await Task.Delay(RetryPause, context.Time);
            }
        }
        // Stays in the table: taken up again later, and given up when that does not help.
        if (!isCounted)
            await TryCountAsync(entry);
    }

    private bool IsLeftBehind(Slot slot) => slot.Attempts > 0 || slot.Entry.Writer != _writer;

    private async Task<bool> CountAsync(OutboxEntry entry)
    {
        await context.Store.CountAsync(new(device, entry.Seq, entry.Writer), CancellationToken.None);
        return true;
    }

    private async Task TryCountAsync(OutboxEntry entry)
    {
        try
        {
            await CountAsync(entry);
        }
        catch (Exception exception)
        {
            // The database is what failed, then: no reason to give the entry up.
            LogUnread(context.Log, exception, device);
        }
    }

    private async Task RunAsync(Slot slot)
    {
        if (originator() is not { } about || await context.Engine.Catalog.RouteAsync(about.ProfileId) is not { } route)
            return;
        var begun = slot.TakeBegun();
        // Another chain is in force by now: it sees the message from its first node.
        if (begun?.Chain == route.Chain)
        {
            await begun.FinishAsync();
            return;
        }
        foreach (var message in OutboxMessages.Of(slot.Entry, about))
            await context.Engine.RunAsync(route.Chain, message);
    }

    private void Acknowledge(OutboxEntry entry)
    {
        lock (_lock)
        {
            if (_processed.Count == MaxRemembered)
                _processed.Dequeue();
            _processed.Enqueue((entry.Seq, entry.Writer));
        }
        context.Acks.Add(new(device, entry.Seq, entry.Writer));
    }

    private void Drop(Slot slot)
    {
        _queue.Remove(slot);
        _queuedBytes -= slot.Entry.Size;
    }

    [LoggerMessage(1411, LogLevel.Warning, "Too many posts of device {Device} wait for their rule chain: a {Type} was stored and passed none")]
    private static partial void LogMissed(ILogger log, long device, string type);

    [LoggerMessage(1412, LogLevel.Warning, "A {Type} of device {Device} was given up by its rule chain after {Attempts} attempts")]
    private static partial void LogGivenUp(ILogger log, long device, string type, int attempts);

    [LoggerMessage(1413, LogLevel.Warning, "A {Type} of device {Device} did not pass its rule chain and is tried again later")]
    private static partial void LogFailed(ILogger log, Exception exception, long device, string type);

    [LoggerMessage(1414, LogLevel.Warning, "The outbox of device {Device} could not be read and is tried again")]
    private static partial void LogUnread(ILogger log, Exception exception, long device);

    private sealed class Slot(OutboxEntry entry)
    {
        public OutboxEntry Entry => entry;

        public bool IsCommitted { get; set; }

        public int Attempts { get; init; }

        public BegunEntry? Begun { private get; set; }

        /// <summary>Only once: an attempt that failed may have come to any node.</summary>
        public BegunEntry? TakeBegun()
        {
            var begun = Begun;
            Begun = null;
            return begun;
        }
    }
}
