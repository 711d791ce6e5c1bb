using System.Runtime.InteropServices;
using OrleansIot.Attributes;
using OrleansIot.Grains.Commits;
using OrleansIot.Values;

namespace OrleansIot.Grains.Attributes;

/// <summary>
/// The attributes of one device. A write reserves its version at once and becomes visible when its commit returns; writes of one device commit in the order
/// of their versions.
/// </summary>
internal sealed class AttributeFacet
{
    private readonly long _device;
    private readonly int _maxAttributes;
    private readonly ICommitter _committer;
    private readonly Dictionary<string, AttributeSlot>[] _scopes = [[], [], [], []];
    private long _version;
    private int _count;
    private DeviceAttributes? _everything;

    public AttributeFacet(long device, IEnumerable<AttributeEntry> stored, int maxAttributes, ICommitter committer)
    {
        (_device, _maxAttributes, _committer) = (device, maxAttributes, committer);
        foreach (var entry in stored)
        {
            SlotOf(entry.Scope, entry.Key).Settle(entry, entry.Version);
            _version = Math.Max(_version, entry.Version);
        }
    }

    /// <summary>Client and shared attributes as the device may read them, from what is committed.</summary>
    public DeviceAttributes Read(AttributeQuery query)
    {
        if (query.ClientKeys is null && query.SharedKeys is null)
            return _everything ??= new(Outcome.Done, Read(AttributeScope.Client, null), Read(AttributeScope.Shared, null));
        return new(Outcome.Done, Read(AttributeScope.Client, query.ClientKeys ?? []), Read(AttributeScope.Shared, query.SharedKeys ?? []));
    }

    /// <summary>The committed entries of a scope: all (null), or those of the keys that are there, each once.</summary>
    public AttributeEntry[] Read(AttributeScope scope, string[]? keys)
    {
        var slots = _scopes[(int)scope];
        if (keys is null)
            return [.. slots.Values.Select(s => s.Entry).OfType<AttributeEntry>()];
        var found = new List<AttributeEntry>(keys.Length);
        foreach (var key in keys.Length > 1 ? keys.Distinct(StringComparer.Ordinal) : keys)
        {
            if (slots.TryGetValue(key, out var slot) && slot.Entry is { } entry)
                found.Add(entry);
        }
        return [.. found];
    }

    /// <summary>Stores the values that differ from what is there; when none does, nothing is written.</summary>
    /// <param name="rewriteUnchanged">Also store values that do not differ, with a new time and version.</param>
    public async Task<ChangeResult> WriteAsync(AttributeScope scope, AttributeBatch batch, bool rewriteUnchanged)
    {
        if (!MayAdd(scope, batch.Values))
            return ChangeResult.LimitExceeded;
        var entries = Reserve(scope, batch, rewriteUnchanged);
        if (entries.Length == 0)
            return ChangeResult.Applied;
        var result = await _committer.CommitAsync(new AttributesChange(_device, entries, []));
        foreach (var entry in entries)
            Settle(entry.Scope, entry.Key, result, entry, entry.Version);
        return result;
    }

    /// <summary>Deletes the keys that are there.</summary>
    public async Task<ChangeResult> DeleteAsync(AttributeScope scope, string[] keys)
    {
        var known = keys.Where(_scopes[(int)scope].ContainsKey).Distinct(StringComparer.Ordinal).Select(k => (scope, k)).ToArray();
        if (known.Length == 0)
            return ChangeResult.Applied;
        var version = ++_version;
        foreach (var (_, key) in known)
            SlotOf(scope, key).Pending++;
        var result = await _committer.CommitAsync(new AttributesChange(_device, [], known));
        foreach (var (_, key) in known)
            Settle(scope, key, result, null, version);
        return result;
    }

    private AttributeSlot SlotOf(AttributeScope scope, string key)
    {
        ref var slot = ref CollectionsMarshal.GetValueRefOrAddDefault(_scopes[(int)scope], key, out var known);
        if (!known)
            _count++;
        return slot ??= new();
    }

    private bool MayAdd(AttributeScope scope, AttributeValue[] values)
    {
        if (_count + values.Length <= _maxAttributes)
            return true;
        var slots = _scopes[(int)scope];
        return _count + values.Count(v => !slots.ContainsKey(v.Key)) <= _maxAttributes;
    }

    private AttributeEntry[] Reserve(AttributeScope scope, AttributeBatch batch, bool rewriteUnchanged)
    {
        var entries = new AttributeEntry[batch.Values.Length];
        var count = 0;
        foreach (ref readonly var value in batch.Values.AsSpan())
        {
            var slot = SlotOf(scope, value.Key);
            if (!rewriteUnchanged && slot.Pending == 0 && slot.Entry?.Value == value.Value)
                continue;
            slot.Pending++;
            entries[count++] = new(scope, value.Key, value.Value, batch.Ts, ++_version);
        }
        return count == entries.Length ? entries : entries[..count];
    }

    private void Settle(AttributeScope scope, string key, ChangeResult result, AttributeEntry? entry, long version)
    {
        var slot = SlotOf(scope, key);
        slot.Pending--;
        if (result == ChangeResult.Applied)
        {
            slot.Settle(entry, version);
            _everything = null;
        }
        if (slot is { Pending: 0, Entry: null } && _scopes[(int)scope].Remove(key))
            _count--;
    }
}
