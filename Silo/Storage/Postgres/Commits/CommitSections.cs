using Npgsql;
using OrleansIot.Grains.Commits;
using OrleansIot.Grains.Rpc;
using OrleansIot.Silo.Storage.Postgres.Rules;

namespace OrleansIot.Silo.Storage.Postgres;

/// <summary>One transaction of the committer, in one round trip. Belongs to one lane at a time and is used again and again.</summary>
internal sealed class CommitSections
{
    private readonly ReadingSection _readings;
    private readonly AttributeSection _attributes = new();
    private readonly CursorSection _cursors = new();
    private readonly CommandSection _commands = new();
    private readonly AnnouncementSection _announcements = new();
    private readonly OutboxSection _outbox = new();
    private readonly ICommitSection[] _all;

    public CommitSections(TelemetryKeys keys, KnownSeries known)
    {
        _readings = new(keys, known);
        _all = [_readings, _attributes, _cursors, _commands, _announcements, _outbox];
    }

    /// <summary>The newest reading of each series whose device has a latest value that was forgotten.</summary>
    public IEnumerable<ReadingRow> OfForgetful => _readings.OfForgetful;

    /// <param name="results">Changes that are refused already are left out.</param>
    /// <param name="apart">Every change of attributes on its own.</param>
    public void Fill(ReadOnlySpan<Change> changes, ReadOnlySpan<ChangeResult> results, bool apart)
    {
        for (var i = 0; i < changes.Length; i++)
        {
            if (results[i] != ChangeResult.Applied)
                continue;
            switch (changes[i])
            {
                case ReadingsChange readings:
                    _readings.Add(i, readings);
                    break;
                case AttributesChange attributes:
                    _attributes.Add(i, attributes, apart);
                    break;
                case CursorChange cursor:
                    _cursors.Add(i, cursor);
                    break;
                case AnnouncementChange announcement:
                    _announcements.Add(i, announcement);
                    break;
                case CommandCreation or CommandMove or CommandRemoval:
                    _commands.Add(i, changes[i]);
                    break;
                default:
                    throw new NotSupportedException($"{changes[i].GetType().Name} cannot be stored.");
            }
            _outbox.Add(changes[i]);
        }
    }

    /// <param name="seconds">How long the server may take; then the transaction is given up, and nobody knows what became of it.</param>
    public async Task RunAsync(NpgsqlDataSource database, int seconds, Memory<ChangeResult> results, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        await using var batch = new NpgsqlBatch(connection) { Timeout = seconds };
        foreach (var section in _all)
            section.AddTo(batch);
        if (batch.BatchCommands.Count == 0)
            return;
        await using (var reader = await batch.ExecuteReaderAsync(cancellation).ConfigureAwait(false))
        {
            foreach (var section in _all)
                await section.ReadAsync(reader, results, cancellation).ConfigureAwait(false);
            while (await reader.NextResultAsync(cancellation).ConfigureAwait(false))
            {
            }
        }

        _readings.Committed();
    }

    public void Clear()
    {
        foreach (var section in _all)
            section.Clear();
    }
}
