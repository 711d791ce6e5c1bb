using OrleansIot.Attributes;
using OrleansIot.Grains.Attributes;
using OrleansIot.Grains.Commits;
using OrleansIot.Grains.Devices;
using OrleansIot.Telemetry;

namespace OrleansIot.Silo.Tests.Storage;

/// <summary>What a database should hold, in the simplest words.</summary>
internal sealed class StorageModel
{
    private readonly Dictionary<long, SortedDictionary<(string Key, long Ts), Reading>> _readings = [];
    private readonly Dictionary<long, SortedDictionary<string, Reading>> _latest = [];
    private readonly Dictionary<long, Dictionary<(AttributeScope, string), AttributeEntry>> _attributes = [];
    private readonly Dictionary<long, Dictionary<string, AttributeDeletion>> _tombstones = [];
    private readonly Dictionary<long, (DeviceState State, long Writer)> _states = [];

    public void Create(long device)
    {
        (_readings[device], _latest[device], _attributes[device], _tombstones[device]) = ([], new(StringComparer.Ordinal), [], []);
        _states[device] = (new(0, null, 0), 0);
    }

    public void Delete(long device) => _ = _readings.Remove(device) | _latest.Remove(device) | _attributes.Remove(device) | _tombstones.Remove(device) | _states.Remove(device);

    public ChangeResult Apply(Change change)
    {
        if (!_readings.ContainsKey(change.Device))
            return ChangeResult.Unmatched;
        switch (change)
        {
            case ReadingsChange readings:
                foreach (var reading in readings.Readings)
                    Apply(change.Device, reading);
                return ChangeResult.Applied;
            case AttributesChange attributes:
                return Apply(attributes);
            case CursorChange cursor:
                return Apply(cursor);
            default:
                throw new NotSupportedException();
        }
    }

    public void Delete(long device, TelemetryDeletion deletion)
    {
        if (!_readings.TryGetValue(device, out var readings))
            return;
        foreach (var key in deletion.Keys)
        {
            foreach (var instant in readings.Keys.Where(instant => instant.Key == key && Covers(deletion, instant.Ts)).ToArray())
                readings.Remove(instant);
            if (!deletion.DeleteLatest || !_latest[device].TryGetValue(key, out var latest) || !Covers(deletion, latest.Ts))
                continue;
            _latest[device].Remove(key);
            if (deletion.RewriteLatest && readings.Values.LastOrDefault(reading => reading.Key == key) is { Key: not null } newest)
                _latest[device][key] = newest;
        }
    }

    /// <summary>Readings before the instant are over; latest values stay.</summary>
    public void Retain(long end)
    {
        foreach (var readings in _readings.Values)
        {
            foreach (var instant in readings.Keys.Where(instant => instant.Ts < end).ToArray())
                readings.Remove(instant);
        }
    }

    public Reading[] Latest(long device) => _latest.TryGetValue(device, out var latest) ? [.. latest.Values] : [];

    public Reading[] Readings(long device, string key) =>
        _readings.TryGetValue(device, out var readings) ? [.. readings.Values.Where(reading => reading.Key == key)] : [];

    public AttributeEntry[]? Attributes(long device) => _attributes.TryGetValue(device, out var entries)
        ? [.. entries.Values.OrderBy(entry => entry.Scope).ThenBy(entry => entry.Key, StringComparer.Ordinal)]
        : null;

    public AttributeDeletion[] Tombstones(long device) => [.. _tombstones[device].Values.OrderBy(t => t.Key, StringComparer.Ordinal)];

    public DeviceState State(long device) => _states[device].State;

    public long Version(long device) => _states.TryGetValue(device, out var state) ? state.State.AttributesVersion : 0;

    private static bool Covers(TelemetryDeletion deletion, long ts) => deletion.All || (ts >= deletion.StartTs && ts < deletion.EndTs);

    private void Apply(long device, Reading reading)
    {
        _readings[device][(reading.Key, reading.Ts)] = reading;
        if (!_latest[device].TryGetValue(reading.Key, out var latest) || latest.Ts <= reading.Ts)
            _latest[device][reading.Key] = reading;
    }

    private ChangeResult Apply(AttributesChange change)
    {
        var (state, writer) = _states[change.Device];
        if (state.AttributesVersion != change.Base)
            return writer == change.Writer && state.AttributesVersion >= change.Version ? ChangeResult.Applied : ChangeResult.Unmatched;
        var entries = _attributes[change.Device];
        var tombstones = _tombstones[change.Device];
        foreach (var entry in change.Written)
        {
            entries[(entry.Scope, entry.Key)] = entry;
            if (entry.Scope == AttributeScope.Shared)
                tombstones.Remove(entry.Key);
        }
        foreach (var deleted in change.Deleted)
        {
            entries.Remove((deleted.Scope, deleted.Key));
            if (deleted.Scope == AttributeScope.Shared)
                tombstones[deleted.Key] = deleted;
        }
        _states[change.Device] = (state with { AttributesVersion = change.Version }, change.Writer);
        return ChangeResult.Applied;
    }

    private ChangeResult Apply(CursorChange change)
    {
        var (state, writer) = _states[change.Device];
        if (change.IsFirst && state.UpdatesCursor is { } stored)
            return stored == change.Cursor ? ChangeResult.Applied : ChangeResult.Unmatched;
        _states[change.Device] = (state with { UpdatesCursor = Math.Max(state.UpdatesCursor ?? change.Cursor, change.Cursor) }, writer);
        return ChangeResult.Applied;
    }
}
