using System.Collections.Concurrent;
using OrleansIot.Alarms;
using OrleansIot.Grains.Alarms;
using OrleansIot.Grains.Commits;
using OrleansIot.Grains.Rules;
using OrleansIot.Grains.Rules.Outbox;
using OrleansIot.Rules;
using OrleansIot.Values;

namespace OrleansIot.Grains.Tests.Rules;

/// <summary>Chains, outbox and alarms of a database that forgets at the end of the test.</summary>
internal sealed class MemoryRules : IRuleChainStore, IOutboxStore, IAlarmStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, RuleChainRecord> _chains = [];
    private readonly SortedDictionary<(long Device, long Seq, long Writer), TakenEntry> _outbox = [];
    private readonly Dictionary<Guid, AlarmInfo> _alarms = [];
    private long _version;

    public Guid? Root { get; set; }

    /// <summary>Profiles with alarm rules.</summary>
    public HashSet<Guid> AlarmRules { get; } = [];

    /// <summary>What devices are called in other places.</summary>
    public ConcurrentDictionary<long, Guid> Ids { get; } = new();

    /// <summary>What the next looks for a chain throw.</summary>
    public ConcurrentQueue<Exception> Failures { get; } = new();

    /// <summary>Devices of all entries that were ever stored.</summary>
    public ConcurrentQueue<long> Stored { get; } = new();

    public int Waiting
    {
        get
        {
            lock (_lock)
                return _outbox.Count;
        }
    }

    public TakenEntry[] Read(long device)
    {
        lock (_lock)
            return [.. _outbox.Where(row => row.Key.Device == device).Select(row => row.Value)];
    }

    public bool Holds(long device)
    {
        lock (_lock)
            return _outbox.Keys.Any(k => k.Device == device);
    }

    public void Put(RuleChainRecord chain)
    {
        lock (_lock)
        {
            _chains[chain.Info.Id] = chain;
            _version++;
        }
    }

    /// <summary>As a commit store does it.</summary>
    public void Store(long device, OutboxEntry entry)
    {
        Stored.Enqueue(device);
        lock (_lock)
            _outbox.TryAdd((device, entry.Seq, entry.Writer), new(entry, 0));
    }

    public void Store(Change change)
    {
        if (change.Outbox is { } entry)
            Store(change.Device, entry);
    }

    public Task<long> VersionAsync(CancellationToken cancellation) => Task.FromResult(Interlocked.Read(ref _version));

    public Task<RuleChainRecord?> LoadAsync(Guid id, CancellationToken cancellation)
    {
        lock (_lock)
            return Task.FromResult(_chains.GetValueOrDefault(id));
    }

    public Task<Guid?> FindOfProfileAsync(Guid profileId, CancellationToken cancellation) =>
        Failures.TryDequeue(out var failure) ? Task.FromException<Guid?>(failure) : Task.FromResult(Root);

    public Task<bool> HasAlarmRulesAsync(Guid profileId, CancellationToken cancellation) => Task.FromResult(AlarmRules.Contains(profileId));

    public Task<RuleChainRecord?> FindByNameAsync(string name, CancellationToken cancellation)
    {
        lock (_lock)
            return Task.FromResult(_chains.Values.FirstOrDefault(c => c.Info.Fields.Name == name));
    }

    public Task<RuleChainInfo> CreateAsync(RuleChainRecord chain, CancellationToken cancellation)
    {
        Put(chain);
        return Task.FromResult(chain.Info);
    }

    public Task EnsureRootAsync(RuleChainRecord chain, CancellationToken cancellation)
    {
        Put(chain);
        Root = chain.Info.Id;
        return Task.CompletedTask;
    }

    public Task<Answer<RuleChainInfo>> UpdateAsync(Guid id, RuleChainFields fields, long? expectedVersion, CancellationToken cancellation) => throw Covered();

    public async Task<Answer<RuleChainRecord>> SaveNodesAsync(Guid id, RuleChainMetadata metadata, long? expectedVersion, CancellationToken cancellation)
    {
        var chain = (await LoadAsync(id, cancellation))!;
        Put(chain = new(chain.Info with { FirstNodeId = metadata.FirstNodeId, Version = chain.Info.Version + 1 }, metadata));
        return chain;
    }

    public Task<Answer<RuleChainInfo>> SetRootAsync(Guid id, CancellationToken cancellation) => throw Covered();

    public Task<Answer<bool>> DeleteAsync(Guid id, CancellationToken cancellation) => throw Covered();

    public Task<Answer<Page<RuleChainInfo>>> ListAsync(PageQuery query, CancellationToken cancellation) => throw Covered();

    public Task<TakenEntry[]> ReadAsync(long device, long after, int limit, CancellationToken cancellation)
    {
        lock (_lock)
            return Task.FromResult(_outbox.Where(row => row.Key.Device == device && row.Key.Seq > after).Take(limit).Select(row => row.Value).ToArray());
    }

    public Task CountAsync(OutboxKey entry, CancellationToken cancellation)
    {
        lock (_lock)
        {
            if (_outbox.TryGetValue((entry.Device, entry.Seq, entry.Writer), out var counted))
                _outbox[(entry.Device, entry.Seq, entry.Writer)] = counted with { Attempts = counted.Attempts + 1 };
        }
        return Task.CompletedTask;
    }

    public Task RemoveAsync(IReadOnlyCollection<OutboxKey> entries, CancellationToken cancellation)
    {
        lock (_lock)
        {
            foreach (var entry in entries)
                _outbox.Remove((entry.Device, entry.Seq, entry.Writer));
        }
        return Task.CompletedTask;
    }

    public Task<Guid[]> FindDevicesAsync(long before, int limit, CancellationToken cancellation)
    {
        lock (_lock)
            return Task.FromResult(_outbox.Keys.Where(k => k.Seq < before && Ids.ContainsKey(k.Device)).Select(k => Ids[k.Device]).Distinct().ToArray());
    }

    Task<AlarmInfo?> IAlarmStore.LoadAsync(Guid id, CancellationToken cancellation)
    {
        lock (_lock)
            return Task.FromResult(_alarms.GetValueOrDefault(id));
    }

    public Task<AlarmInfo?> FindActiveAsync(Guid deviceId, string type, CancellationToken cancellation)
    {
        lock (_lock)
            return Task.FromResult(_alarms.Values.FirstOrDefault(a => a.DeviceId == deviceId && a.Type == type && !a.IsCleared));
    }

    public async Task<AlarmRaised?> RaiseAsync(AlarmRaise raise, CancellationToken cancellation)
    {
        var active = await FindActiveAsync(raise.DeviceId, raise.Type, cancellation);
        var alarm = active is null
            ? new AlarmInfo(Guid.NewGuid(), raise.Now, raise.DeviceId, "", null, raise.Type, raise.Severity, raise.Now, raise.Now, 0, 0, raise.Details)
            : active with { Severity = raise.Severity, EndTs = raise.Now, Details = raise.Details };
        lock (_lock)
            _alarms[alarm.Id] = alarm;
        return new(alarm, active is null);
    }

    public Task<AlarmInfo?> ClearAsync(Guid id, long now, byte[]? details, CancellationToken cancellation)
    {
        lock (_lock)
        {
            if (!_alarms.TryGetValue(id, out var alarm) || alarm.IsCleared)
                return Task.FromResult<AlarmInfo?>(null);
            return Task.FromResult<AlarmInfo?>(_alarms[id] = alarm with { ClearedTs = now, Details = details ?? alarm.Details });
        }
    }

    public Task<AlarmInfo?> AcknowledgeAsync(Guid id, long now, CancellationToken cancellation) => throw Covered();

    Task<bool> IAlarmStore.DeleteAsync(Guid id, CancellationToken cancellation) => throw Covered();

    public Task<Answer<Page<AlarmInfo>>> ListAsync(AlarmQuery query, CancellationToken cancellation) => throw Covered();

    private static NotSupportedException Covered() => new("The contract tests of the stores cover it.");
}
