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
            await ForgottenLatest.SettleAsync(database, sections.OfForgetful, cancellation).ConfigureAwait(false);
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
        try
        {
            sections.Fill(batch.Span, results.Span, apart: false);
            await sections.RunAsync(database, options.CommitTimeout, results, cancellation).ConfigureAwait(false);
        }
        catch (PostgresException exception) when (exception.SqlState == CommitRefused)
        {
            sections.Clear();
            sections.Fill(batch.Span, results.Span, apart: true);
            await sections.RunAsync(database, options.CommitTimeout, results, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>What refuse_commit raises.</summary>
    private const string CommitRefused = "OI001";
}
