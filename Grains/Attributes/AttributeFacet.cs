using System.Runtime.InteropServices;
using OrleansIot.Attributes;
using OrleansIot.Grains.Commits;
using OrleansIot.Grains.Devices;
using OrleansIot.Grains.Rules.Outbox;
using OrleansIot.Values;

namespace OrleansIot.Grains.Attributes;

/// <summary>
/// The attributes of one device. A write reserves its versions at once and becomes visible when its commit returns; writes of one device commit in the order
/// of their versions, and only on top of the version that this activation knows.
/// </summary>
internal sealed partial class AttributeFacet
{
    private readonly long _device;
    private readonly long _writer;
    private readonly DeviceLimits _limits;
    private readonly ICommitter _committer;
    private readonly Dictionary<string, AttributeSlot>[] _scopes = [[], [], [], []];
    private readonly VersionLine _versions;
    private int _count;
    private DeviceAttributes? _everything;

    /// <param name="writer">A random number of this activation, never 0.</param>
    public AttributeFacet(DeviceSnapshot stored, long writer, DeviceLimits limits, ICommitter committer)
    {
        (_device, _writer, _limits, _committer) = (stored.Record.Number, writer, limits, committer);
        var shared = stored.Attributes.Where(e => e.Scope == AttributeScope.Shared).Select(e => e.Version).Concat(stored.Tombstones.Select(t => t.Version));
        _versions = new(stored.State.AttributesVersion, shared.Append(stored.State.UpdatesHorizon).Max());
        Horizon = stored.State.UpdatesHorizon;
        foreach (var entry in stored.Attributes)
            Load(entry.Scope, entry.Key, entry, null, entry.Version);
        foreach (var tombstone in stored.Tombstones)
            Load(tombstone.Scope, tombstone.Key, null, tombstone, tombstone.Version);
    }

    /// <summary>Client and shared attributes as the device may read them, from what is committed.</summary>
    public DeviceAttributes Read(AttributeQuery query)
    {
        if (query.ClientKeys is null && query.SharedKeys is null)
            return _everything ??= new(Outcome.Done, Read(AttributeScope.Client, null), Read(AttributeScope.Shared, null), Version);
        return new(Outcome.Done, Read(AttributeScope.Client, query.ClientKeys ?? []), Read(AttributeScope.Shared, query.SharedKeys ?? []), Version);
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
    /// <param name="outbox">What the device's rule chain is to see of it, also where nothing differs.</param>
    public async Task<ChangeResult> WriteAsync(AttributeScope scope, AttributeBatch batch, bool rewriteUnchanged, OutboxEntry? outbox = null)
    {
        if (!MayAdd(scope, batch.Values))
            return ChangeResult.LimitExceeded;
        var entries = Prepare(scope, batch, rewriteUnchanged);
        if (entries.Length == 0)
            return await ConfirmAsync(outbox);
        var reserved = _versions.Reserve(entries.Length, scope == AttributeScope.Shared);
        var result = await _committer.CommitAsync(new AttributesChange(_device, _writer, reserved.Base, entries, []) { Outbox = outbox });
        foreach (var entry in entries)
            End(scope, entry.Key, result, entry, null, entry.Version);
        Settle(reserved, result);
        return result;
    }

    /// <summary>Deletes the keys that are there.</summary>
    /// <param name="ts">Milliseconds since 1970.</param>
    /// <param name="outbox">What the device's rule chain is to see of it.</param>
    public async Task<ChangeResult> DeleteAsync(AttributeScope scope, string[] keys, long ts, OutboxEntry? outbox = null)
    {
        var slots = _scopes[(int)scope];
        var version = _versions.Reserved + 1;
        AttributeDeletion[] deleted =
        [
            .. keys.Distinct(StringComparer.Ordinal)
                .Where(k => slots.TryGetValue(k, out var slot) && slot.Counts)
                .Select(k => new AttributeDeletion(scope, k, ts, version)),
        ];
        if (deleted.Length == 0)
            return await ConfirmAsync(outbox);
        foreach (var deletion in deleted)
            Begin(slots[deletion.Key]);
        var forgotten = scope == AttributeScope.Shared ? Leave(deleted.Length) : [];
        var reserved = _versions.Reserve(1, scope == AttributeScope.Shared);
        var result = await _committer.CommitAsync(new AttributesChange(_device, _writer, reserved.Base, [], deleted) { Forgotten = forgotten, Outbox = outbox });
        foreach (var deletion in deleted)
            End(scope, deletion.Key, result, null, scope == AttributeScope.Shared ? deletion : null, version);
        Forget(forgotten, result);
        Settle(reserved, result);
        return result;
    }

    /// <summary>
    /// Nothing is to be stored, as far as is known here, but what the chain is to see. Where others write to the same database, that is asked: a change of nothing matches
    /// only if nobody has.
    /// </summary>
    private async Task<ChangeResult> ConfirmAsync(OutboxEntry? outbox)
    {
        // Both are handed over now, so that entries keep their order.
        var confirmed = _committer.IsShared ? _committer.CommitAsync(new AttributesChange(_device, _writer, _versions.Reserved, [], [])) : new(ChangeResult.Applied);
        var announced = outbox is null ? new(ChangeResult.Applied) : _committer.CommitAsync(new OutboxChange(_device) { Outbox = outbox });
        var result = await announced;
        return await confirmed is var known and not ChangeResult.Applied ? known : result;
    }

    private bool MayAdd(AttributeScope scope, AttributeValue[] values)
    {
        if (_count + values.Length <= _limits.MaxAttributes)
            return true;
        var slots = _scopes[(int)scope];
        return _count + values.Count(v => !slots.TryGetValue(v.Key, out var slot) || !slot.Counts) <= _limits.MaxAttributes;
    }

    private AttributeEntry[] Prepare(AttributeScope scope, AttributeBatch batch, bool rewriteUnchanged)
    {
        var entries = new AttributeEntry[batch.Values.Length];
        var count = 0;
        foreach (ref readonly var value in batch.Values.AsSpan())
        {
            var slot = SlotOf(scope, value.Key);
            if (!rewriteUnchanged && slot.Pending == 0 && slot.Entry?.Value == value.Value)
                continue;
            Begin(slot);
            entries[count] = new(scope, value.Key, value.Value, batch.Ts, _versions.Reserved + ++count);
        }
        return count == entries.Length ? entries : entries[..count];
    }

    private AttributeSlot SlotOf(AttributeScope scope, string key)
    {
        ref var slot = ref CollectionsMarshal.GetValueRefOrAddDefault(_scopes[(int)scope], key, out _);
        return slot ??= new();
    }

    private void Load(AttributeScope scope, string key, AttributeEntry? entry, AttributeDeletion? tombstone, long version)
    {
        var slot = SlotOf(scope, key);
        slot.Settle(entry, tombstone, version);
        Tally(slot, 1);
    }

    private void Begin(AttributeSlot slot)
    {
        Tally(slot, -1);
        slot.Pending++;
        Tally(slot, 1);
    }

    /// <summary>A write or deletion of one key that was under way is answered.</summary>
    private void End(AttributeScope scope, string key, ChangeResult result, AttributeEntry? entry, AttributeDeletion? tombstone, long version)
    {
        var slot = _scopes[(int)scope][key];
        Tally(slot, -1);
        slot.Pending--;
        if (result == ChangeResult.Applied)
            slot.Settle(entry, tombstone, version);
        Tally(slot, 1);
        if (slot.IsEmpty)
            _scopes[(int)scope].Remove(key);
    }

    private void Tally(AttributeSlot slot, int sign)
    {
        if (slot.Counts)
            _count += sign;
        if (slot.Tombstone is not null)
            _tombstones += sign;
    }

    /// <summary>The whole change is answered.</summary>
    private void Settle(VersionLine.Reservation reserved, ChangeResult result)
    {
        var shared = SharedVersion;
        _versions.Settle(reserved, result);
        _everything = null;
        if (SharedVersion != shared)
            SharedChanged?.Invoke();
    }
}
