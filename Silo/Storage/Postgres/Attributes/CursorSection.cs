using Npgsql;
using OrleansIot.Grains.Commits;

namespace OrleansIot.Silo.Storage.Postgres;

/// <summary>Moves the cursors of polls. What a device's cursor was tells the fate of each of its changes.</summary>
internal sealed class CursorSection : ICommitSection
{
    private readonly SortedDictionary<long, List<(int Index, CursorChange Change)>> _changes = [];
    private readonly List<long> _devices = [];
    private readonly List<long> _firsts = [];
    private readonly List<long?> _growths = [];

    public void Add(int index, CursorChange change)
    {
        if (!_changes.TryGetValue(change.Device, out var changes))
            _changes.Add(change.Device, changes = []);
        changes.Add((index, change));
    }

    public void AddTo(NpgsqlBatch batch)
    {
        if (_changes.Count == 0)
            return;
        foreach (var (device, changes) in _changes)
        {
            _devices.Add(device);
            _firsts.Add(changes[0].Change.Cursor);
            _growths.Add(changes.Where(c => !c.Change.IsFirst).Max(c => (long?)c.Change.Cursor));
        }

        batch.BatchCommands.Add(new NpgsqlBatchCommand(AttributeSql.MoveCursors).With(_devices).With(_firsts).With(_growths));
    }

    public async Task ReadAsync(NpgsqlDataReader reader, Memory<ChangeResult> results)
    {
        if (_changes.Count == 0)
            return;
        foreach (var (index, _) in _changes.Values.SelectMany(changes => changes))
            results.Span[index] = ChangeResult.Unmatched;
        while (await reader.ReadAsync().ConfigureAwait(false))
            Judge(_changes[reader.GetInt64(0)], reader.LongOrNull(1), results.Span);
        await reader.NextResultAsync().ConfigureAwait(false);
    }

    public void Clear()
    {
        _changes.Clear();
        _devices.Clear();
        _firsts.Clear();
        _growths.Clear();
    }

    private static void Judge(List<(int Index, CursorChange Change)> changes, long? stored, Span<ChangeResult> results)
    {
        foreach (var (index, change) in changes)
        {
            var isRefused = change.IsFirst && stored is { } cursor && cursor != change.Cursor;
            results[index] = isRefused ? ChangeResult.Unmatched : ChangeResult.Applied;
            if (!isRefused)
                stored = Math.Max(stored ?? change.Cursor, change.Cursor);
        }
    }
}
