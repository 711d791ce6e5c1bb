using System.Collections.Concurrent;
using OrleansIot.Attributes;
using OrleansIot.Devices;
using OrleansIot.Grains.Attributes;
using OrleansIot.Grains.Commits;
using OrleansIot.Grains.Devices;
using OrleansIot.Grains.Telemetry;
using OrleansIot.Grains.Tests.Rules;
using OrleansIot.Telemetry;
using OrleansIot.Values;

namespace OrleansIot.Grains.Tests.Fakes;

/// <summary>A database that forgets at the end of the test. Stands for what is committed: grains that are activated anew read it.</summary>
internal sealed partial class MemoryStorage : ICommitStore, IDeviceStore, IReadingStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, DeviceRecord> _devices = [];
    private readonly Dictionary<(long Device, AttributeScope Scope, string Key), AttributeEntry> _attributes = [];
    private readonly Dictionary<(long Device, AttributeScope Scope, string Key), AttributeDeletion> _tombstones = [];
    private readonly Dictionary<long, (DeviceState State, long Writer)> _states = [];
    private readonly Dictionary<(long Device, string Key, long Ts), Reading> _readings = [];

    private long _numbers;

    public int Lanes => 1;

    public bool IsShared => true;

    public MemoryRules Rules { get; } = new();

    /// <summary>What the next commits throw instead of storing.</summary>
    public ConcurrentQueue<Exception> Failures { get; } = new();

    /// <summary>Commits wait for it.</summary>
    public Task CommitsMayGo { get; set; } = Task.CompletedTask;

    public int Resolutions { get; private set; }

    /// <summary>Look-ups of tokens wait for it.</summary>
    public Task ResolutionsMayGo { get; set; } = Task.CompletedTask;

    public async Task CommitAsync(ReadOnlyMemory<Change> batch, Memory<ChangeResult> results, CancellationToken cancellation)
    {
        await CommitsMayGo;
        if (Failures.TryDequeue(out var failure))
            throw failure;
        lock (_lock)
        {
            for (var i = 0; i < batch.Length; i++)
            {
                results.Span[i] = Apply(batch.Span[i]);
                if (results.Span[i] == ChangeResult.Applied)
                    Rules.Store(batch.Span[i]);
            }
        }
    }

    public bool IsTransient(Exception exception) => exception is TimeoutException;

    public Task<DeviceSnapshot?> LoadAsync(Guid id, CancellationToken cancellation)
    {
        lock (_lock)
        {
            if (!_devices.TryGetValue(id, out var device))
                return Task.FromResult<DeviceSnapshot?>(null);
            var attributes = _attributes.Where(a => a.Key.Device == device.Number).Select(a => a.Value).ToArray();
            var tombstones = _tombstones.Where(a => a.Key.Device == device.Number).Select(a => a.Value).ToArray();
            var keys = _readings.Keys.Where(k => k.Device == device.Number).Select(k => k.Key).Distinct().ToArray();
            return Task.FromResult<DeviceSnapshot?>(
                new(device, _states[device.Number].State, attributes, tombstones, keys) { Commands = Table(device.Number).Pending, HasOutbox = Rules.Holds(device.Number) });
        }
    }

    public long NumberOf(Guid id)
    {
        lock (_lock)
            return _devices[id].Number;
    }

    public Task<DeviceState?> LoadStateAsync(long device, CancellationToken cancellation)
    {
        lock (_lock)
            return Task.FromResult(_states.TryGetValue(device, out var stored) ? stored.State : null);
    }

    public Task<DeviceRecord?> LoadRecordAsync(Guid id, CancellationToken cancellation)
    {
        lock (_lock)
            return Task.FromResult(_devices.GetValueOrDefault(id));
    }

    public Task<Answer<DeviceRecord>> CreateAsync(Guid id, long createdTime, DeviceFields fields, NewCredentials credentials, CancellationToken cancellation)
    {
        lock (_lock)
        {
            if (_devices.Values.Any(d => d.Info.Fields.Name == fields.Name || d.Credentials.CredentialsId == credentials.CredentialsId))
                return Task.FromResult<Answer<DeviceRecord>>(new Refusal(Outcome.Conflict, "taken"));
            var record = new DeviceRecord(
                ++_numbers,
                new(id, createdTime, fields, 1, "default", null),
                new(Guid.NewGuid(), credentials.Type, credentials.CredentialsId ?? "generated" + _devices.Count, credentials.CredentialsValue, 1));
            _states[record.Number] = (new(0, null, 0), 0);
            Rules.Ids[record.Number] = id;
            return Task.FromResult<Answer<DeviceRecord>>(_devices[id] = record);
        }
    }

    public Task<Answer<DeviceRecord>> UpdateAsync(Guid id, DeviceFields fields, long expectedVersion, CancellationToken cancellation) =>
        ChangeAsync(id, d => d.Info.Version == expectedVersion, d => d with { Info = d.Info with { Fields = fields, Version = expectedVersion + 1 } });

    public Task<Answer<DeviceRecord>> UpdateCredentialsAsync(Guid id, NewCredentials credentials, long expectedVersion, CancellationToken cancellation) =>
        ChangeAsync(id, d => d.Credentials.Version == expectedVersion, d => d with
        {
            Credentials = d.Credentials with { Type = credentials.Type, CredentialsId = credentials.CredentialsId!, Version = expectedVersion + 1 },
        });

    public Task<bool> DeleteAsync(Guid id, CancellationToken cancellation)
    {
        lock (_lock)
            return Task.FromResult(_devices.Remove(id));
    }

    public async Task<TokenOwner?[]> ResolveAsync(IReadOnlyList<string> tokens, CancellationToken cancellation)
    {
        Resolutions++;
        await ResolutionsMayGo;
        lock (_lock)
        {
            return [.. tokens
                .Select(t => _devices.Values.FirstOrDefault(d => d.Credentials.CredentialsId == t))
                .Select(d => d is null ? null : new TokenOwner(d.Info.Id, d.Credentials.Version))];
        }
    }

    public Task<DeviceInfo?> FindByNameAsync(string name, CancellationToken cancellation)
    {
        lock (_lock)
            return Task.FromResult(_devices.Values.FirstOrDefault(d => d.Info.Fields.Name == name)?.Info);
    }

    public Task<Answer<Page<DeviceInfo>>> ListAsync(DeviceQuery query, CancellationToken cancellation)
    {
        lock (_lock)
        {
            var found = _devices.Values.Select(d => d.Info).Where(d => query.CustomerId is null || d.Fields.CustomerId == query.CustomerId).ToArray();
            return Task.FromResult<Answer<Page<DeviceInfo>>>(new Page<DeviceInfo>(found, found.Length, query.Page.PageSize, query.Page.PageNumber));
        }
    }

    public Task<Reading[]> LatestAsync(long device, string[]? keys, CancellationToken cancellation)
    {
        lock (_lock)
        {
            return Task.FromResult(_readings.Where(r => r.Key.Device == device && keys?.Contains(r.Key.Key) is not false)
                .GroupBy(r => r.Key.Key, r => r.Value).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => g.MaxBy(r => r.Ts)).ToArray());
        }
    }

    public Task<KeySeries[]> HistoryAsync(long device, HistoryQuery query, CancellationToken cancellation) =>
        throw new NotSupportedException("The contract tests of the stores cover histories.");

    public Task DeleteAsync(long device, TelemetryDeletion deletion, CancellationToken cancellation)
    {
        lock (_lock)
        {
            foreach (var key in _readings.Keys.Where(k => k.Device == device && deletion.Keys.Contains(k.Key)).ToArray())
                _readings.Remove(key);
        }
        return Task.CompletedTask;
    }

    private Task<Answer<DeviceRecord>> ChangeAsync(Guid id, Func<DeviceRecord, bool> condition, Func<DeviceRecord, DeviceRecord> change)
    {
        lock (_lock)
        {
            if (!_devices.TryGetValue(id, out var device))
                return Task.FromResult<Answer<DeviceRecord>>(new Refusal(Outcome.NotFound, "gone"));
            if (!condition(device))
                return Task.FromResult<Answer<DeviceRecord>>(new Refusal(Outcome.Conflict, "moved"));
            return Task.FromResult<Answer<DeviceRecord>>(_devices[id] = change(device));
        }
    }

    private ChangeResult Apply(Change change)
    {
        if (_devices.Values.All(d => d.Number != change.Device))
            return ChangeResult.Unmatched;
        switch (change)
        {
            case ReadingsChange readings:
                foreach (var reading in readings.Readings)
                    _readings[(change.Device, reading.Key, reading.Ts)] = reading;
                break;
            case AttributesChange attributes:
                return Apply(attributes);
            case CursorChange cursor:
                return Apply(cursor);
            case OutboxChange:
                break;
            default:
                return ApplyToCommands(change);
        }
        return ChangeResult.Applied;
    }

    private ChangeResult Apply(AttributesChange change)
    {
        var (state, writer) = _states[change.Device];
        if (state.AttributesVersion != change.Base)
            return state.AttributesVersion >= change.Version && writer == change.Writer ? ChangeResult.Applied : ChangeResult.Unmatched;
        foreach (var entry in change.Written)
        {
            _attributes[(change.Device, entry.Scope, entry.Key)] = entry;
            _tombstones.Remove((change.Device, entry.Scope, entry.Key));
        }
        foreach (var deletion in change.Deleted)
        {
            _attributes.Remove((change.Device, deletion.Scope, deletion.Key));
            if (deletion.Scope == AttributeScope.Shared)
                _tombstones[(change.Device, deletion.Scope, deletion.Key)] = deletion;
        }
        foreach (var forgotten in change.Forgotten)
        {
            if (_tombstones.GetValueOrDefault((change.Device, forgotten.Scope, forgotten.Key)) == forgotten)
                _tombstones.Remove((change.Device, forgotten.Scope, forgotten.Key));
            state = state with { UpdatesHorizon = Math.Max(state.UpdatesHorizon, forgotten.Version) };
        }
        _states[change.Device] = (state with { AttributesVersion = change.Version }, change.Writer);
        return ChangeResult.Applied;
    }

    private ChangeResult Apply(CursorChange change)
    {
        var (state, writer) = _states[change.Device];
        if (change.IsFirst && state.UpdatesCursor is { } stored)
            return stored == change.Cursor ? ChangeResult.Applied : ChangeResult.Unmatched;
        _states[change.Device] = (state with { UpdatesCursor = Math.Max(state.UpdatesCursor ?? 0, change.Cursor) }, writer);
        return ChangeResult.Applied;
    }
}
