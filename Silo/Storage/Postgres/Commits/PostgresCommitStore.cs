using System.Collections.Concurrent;
using Npgsql;
using OrleansIot.Grains.Commits;

namespace OrleansIot.Silo.Storage.Postgres;

internal sealed class PostgresCommitStore(NpgsqlDataSource database, TelemetryKeys keys, KnownSeries known, PostgresOptions options) : ICommitStore
{
    private readonly ConcurrentBag<CommitSections> _spare = [];

    public int Lanes => options.Lanes;

    public async Task CommitAsync(ReadOnlyMemory<Change> batch, Memory<ChangeResult> results, CancellationToken cancellation)
    {
        if (!_spare.TryTake(out var sections))
            sections = new(keys, known);
        try
        {
            results.Span.Fill(ChangeResult.Applied);
            await keys.LearnAsync(batch, results, cancellation).ConfigureAwait(false);
            await CommitAsync(sections, batch, results, cancellation).ConfigureAwait(false);
        }
        finally
        {
            sections.Clear();
            _spare.Add(sections);
        }
    }

    public bool IsTransient(Exception exception) => PostgresFaults.IsTransient(exception);

    private async Task CommitAsync(CommitSections sections, ReadOnlyMemory<Change> batch, Memory<ChangeResult> results, CancellationToken cancellation)
    {
        if (await TryCommitAsync(sections, batch, results, apart: false, cancellation).ConfigureAwait(false))
            return;
        // Something does not fit what is stored, as after a second activation of a device. What is all or nothing goes alone, one after another, so that each has its own result.
        for (var start = 0; start < batch.Length;)
        {
            var sets = batch.Span[start] is ChangeSet or OwnerChange;
            var count = sets ? 1 : Plain(batch.Span[start..]);
            if (!await TryCommitAsync(sections, batch.Slice(start, count), results.Slice(start, count), apart: true, cancellation).ConfigureAwait(false))
                results.Span[start] = ChangeResult.Unmatched;
            start += count;
        }
    }

    /// <summary>False: the transaction was refused, and nothing of it is stored.</summary>
    private async Task<bool> TryCommitAsync(
        CommitSections sections, ReadOnlyMemory<Change> batch, Memory<ChangeResult> results, bool apart, CancellationToken cancellation)
    {
        try
        {
            sections.Clear();
            sections.Fill(batch.Span, results.Span, apart);
            if (sections.HasRivals)
                return false;
            await sections.RunAsync(database, options.CommitTimeout, results, cancellation).ConfigureAwait(false);
            await ForgottenLatest.SettleAsync(database, sections.OfForgetful, cancellation).ConfigureAwait(false);
            return true;
        }
        catch (PostgresException exception) when (exception.SqlState == CommitRefused)
        {
            return false;
        }
    }

    /// <summary>How many changes come before the next one that goes alone.</summary>
    private static int Plain(ReadOnlySpan<Change> changes)
    {
        for (var i = 0; i < changes.Length; i++)
        {
            if (changes[i] is ChangeSet or OwnerChange)
                return i;
        }

        return changes.Length;
    }

    /// <summary>What refuse_commit raises.</summary>
    private const string CommitRefused = "OI001";
}
