using System.Collections.Concurrent;
using Npgsql;
using OrleansIot.Grains.Commits;

namespace OrleansIot.Silo.Storage.Postgres;

/// <summary>
/// Commits batches, each in one transaction and one round trip. An attempt that takes too long is left alone: the driver may need long to give a connection up, and the
/// server refuses what comes late.
/// </summary>
internal sealed class PostgresCommitStore(NpgsqlDataSource database, TelemetryKeys keys, KnownSeries known, PostgresOptions options, TimeProvider time) : ICommitStore
{
    private readonly ConcurrentBag<CommitAttempt> _spare = [];
    private readonly ServerClock _clock = new(time);

    public int Lanes => options.Lanes;

    public async Task CommitAsync(ReadOnlyMemory<Change> batch, Memory<ChangeResult> results, CancellationToken cancellation)
    {
        if (!_spare.TryTake(out var attempt))
            attempt = new(database, keys, known, _clock, options.CommitTimeout);
        attempt.Take(batch.Span);
        var running = attempt.RunAsync();
        try
        {
            await running.WaitAsync(options.CommitTimeout, time, cancellation).ConfigureAwait(false);
            attempt.Results.CopyTo(results.Span);
        }
        finally
        {
            _ = ReturnAsync(attempt, running);
        }
    }

    public bool IsTransient(Exception exception) => PostgresFaults.IsTransient(exception);

    /// <summary>Keeps the attempt for another batch once it has ended.</summary>
    private async Task ReturnAsync(CommitAttempt attempt, Task running)
    {
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        attempt.Clear();
        _spare.Add(attempt);
    }
}
