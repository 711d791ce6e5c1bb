using Npgsql;
using OrleansIot.Grains.Commits;
using OrleansIot.Grains.Rpc;
using OrleansIot.Silo.Storage.Postgres.Rules;

namespace OrleansIot.Silo.Storage.Postgres;

/// <summary>What one transaction of the committer stores, by kind. Used again and again.</summary>
internal sealed class CommitSections
{
    private readonly ReadingSection _readings;
    private readonly AttributeSection _attributes = new();
    private readonly CursorSection _cursors = new();
    private readonly LifecycleSection _lifecycle = new();
    private readonly CommandSection _commands = new();
    private readonly OutboxDeviceSection _outboxDevices = new();
    private readonly OutboxSection _outbox = new();
    private readonly ICommitSection[] _all;

    public CommitSections(TelemetryKeys keys, KnownSeries known)
    {
        _readings = new(keys, known);
        _all = [_readings, _attributes, _cursors, _lifecycle, _commands, _outboxDevices, _outbox];
    }

    /// <summary>The newest reading of each series whose device has a latest value that was forgotten.</summary>
    public IEnumerable<ReadingRow> OfForgetful => _readings.OfForgetful;

    /// <summary>Some of the changes cannot be stored in one transaction.</summary>
    public bool HasRivals => _lifecycle.HasRivals;

    /// <param name="results">Changes that are refused already are left out.</param>
    /// <param name="apart">Every change of attributes on its own.</param>
    public void Fill(ReadOnlySpan<Change> changes, ReadOnlySpan<ChangeResult> results, bool apart)
    {
        for (var i = 0; i < changes.Length; i++)
        {
            if (results[i] != ChangeResult.Applied)
                continue;
            Add(i, changes[i], apart);
            _outbox.Add(changes[i]);
        }
    }

    public void AddTo(NpgsqlBatch batch)
    {
        foreach (var section in _all)
            section.AddTo(batch);
    }

    public async Task ReadAsync(NpgsqlDataReader reader, Memory<ChangeResult> results)
    {
        foreach (var section in _all)
            await section.ReadAsync(reader, results).ConfigureAwait(false);
    }

    /// <summary>What was sent is committed.</summary>
    public void Committed() => _readings.Committed();

    public void Clear()
    {
        foreach (var section in _all)
            section.Clear();
    }

    private void Add(int index, Change change, bool apart, bool isPart = false)
    {
        switch (change)
        {
            case ReadingsChange readings:
                _readings.Add(index, readings);
                break;
            case AttributesChange attributes:
                _attributes.Add(index, attributes, apart, isPart);
                break;
            case CursorChange cursor:
                _cursors.Add(index, cursor);
                break;
            case CommandCreation or CommandMove or CommandRemoval:
                _commands.Add(index, change);
                break;
            case OutboxChange told:
                _outboxDevices.Add(index, told);
                break;
            case ChangeSet set:
                foreach (var part in set.Parts)
                    Add(index, part, apart, isPart: true);
                break;
            default:
                if (!_lifecycle.TryAdd(index, change))
                    throw new NotSupportedException($"{change.GetType().Name} cannot be stored.");
                break;
        }
    }
}
