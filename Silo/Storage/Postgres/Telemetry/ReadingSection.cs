using System.Runtime.InteropServices;
using Npgsql;
using OrleansIot.Grains.Commits;

namespace OrleansIot.Silo.Storage.Postgres;

/// <summary>Stores readings: one upsert for all of them, and a row in latest for each series that is new.</summary>
internal sealed class ReadingSection(TelemetryKeys keys, KnownSeries known) : ICommitSection
{
    private readonly List<(int Index, long Device)> _changes = [];
    private readonly List<ReadingRow> _rows = [];
    private readonly List<(long Device, int Key)> _newSeries = [];
    private readonly List<long> _devices = [];
    private readonly List<long> _rowDevices = [];
    private readonly List<int> _rowKeys = [];
    private readonly List<long> _rowInstants = [];
    private readonly ValueColumns _rowValues = new();
    private readonly List<long> _newDevices = [];
    private readonly List<int> _newKeys = [];
    private readonly HashSet<long> _gone = [];
    private readonly HashSet<long> _forgetful = [];

    /// <summary>The newest reading of each series here whose device has a latest value that was forgotten.</summary>
    public IEnumerable<ReadingRow> OfForgetful => _forgetful.Count == 0 ? [] : Newest().Where(row => _forgetful.Contains(row.Device) && !_gone.Contains(row.Device));

    public void Add(int index, ReadingsChange change)
    {
        _changes.Add((index, change.Device));
        foreach (ref readonly var reading in change.Readings.AsSpan())
        {
            if (!ValueColumns.IsStorable(reading.Value))
                throw new ArgumentException("A reading has no value that can be stored.");
            _rows.Add(new(change.Device, keys[reading.Key], _rows.Count, reading.Ts, reading.Value));
        }
    }

    public void AddTo(NpgsqlBatch batch)
    {
        if (_changes.Count == 0)
            return;
        Fill();
        batch.BatchCommands.Add(new NpgsqlBatchCommand(TelemetrySql.PutReadings).With(_devices).With(_rowDevices).With(_rowKeys).With(_rowInstants).With(_rowValues));
        if (_newSeries.Count > 0)
            batch.BatchCommands.Add(new NpgsqlBatchCommand(TelemetrySql.AddSeries).With(_newDevices).With(_newKeys));
    }

    public async Task ReadAsync(NpgsqlDataReader reader, Memory<ChangeResult> results)
    {
        if (_changes.Count == 0)
            return;
        while (await reader.ReadAsync().ConfigureAwait(false))
            (reader.GetBoolean(1) ? _forgetful : _gone).Add(reader.GetInt64(0));
        await reader.NextResultAsync().ConfigureAwait(false);
        foreach (var (index, device) in _changes)
            results.Span[index] = _gone.Contains(device) ? ChangeResult.Unmatched : ChangeResult.Applied;
    }

    /// <summary>What was sent is committed.</summary>
    public void Committed()
    {
        _newSeries.RemoveAll(series => _gone.Contains(series.Device));
        known.Add(_newSeries);
    }

    public void Clear()
    {
        _changes.Clear();
        _rows.Clear();
        _newSeries.Clear();
        _devices.Clear();
        _rowDevices.Clear();
        _rowKeys.Clear();
        _rowInstants.Clear();
        _rowValues.Clear();
        _newDevices.Clear();
        _newKeys.Clear();
        _gone.Clear();
        _forgetful.Clear();
    }

    private void Fill()
    {
        foreach (var (_, device) in _changes)
            _devices.Add(device);
        _devices.Sort();
        _rows.Sort();
        var rows = CollectionsMarshal.AsSpan(_rows);
        for (var i = 0; i < rows.Length; i++)
        {
            ref readonly var row = ref rows[i];
            var isLast = i + 1 == rows.Length;
            if (!isLast && row.SameInstant(rows[i + 1]))
                continue;
            _rowDevices.Add(row.Device);
            _rowKeys.Add(row.Key);
            _rowInstants.Add(row.Ts);
            _rowValues.Add(row.Value);
            if (isLast || !row.SameSeries(rows[i + 1]))
                _newSeries.Add((row.Device, row.Key));
        }

        known.Filter(_newSeries);
        foreach (var (device, key) in _newSeries)
        {
            _newDevices.Add(device);
            _newKeys.Add(key);
        }
    }

    private IEnumerable<ReadingRow> Newest()
    {
        for (var i = 0; i < _rows.Count; i++)
        {
            if (i + 1 == _rows.Count || !_rows[i].SameSeries(_rows[i + 1]))
                yield return _rows[i];
        }
    }
}
