using OrleansIot.Attributes;
using OrleansIot.Grains.Commits;

namespace OrleansIot.Grains.Attributes;

/// <summary>What polls can be told: shared attributes by version, with their deletions.</summary>
internal sealed partial class AttributeFacet
{
    private int _tombstones;

    /// <summary>Every change up to this version is committed and can be read.</summary>
    public long Version => _versions.Settled;

    /// <summary>Version of the newest change of a shared attribute.</summary>
    public long SharedVersion => _versions.SettledShared;

    /// <summary>Deletions up to this version may be forgotten: who knows only what was before it must be told everything.</summary>
    public long Horizon { get; private set; }

    /// <summary>
    /// What has changed in the shared scope since a version; null when nothing has. A version that this device never had, or from before what is forgotten, is
    /// answered with everything.
    /// </summary>
    public AttributeUpdates? UpdatesSince(long since)
    {
        var isForeign = since < 0 || since > Version;
        if (SharedVersion <= since && !isForeign)
            return null;
        var isComplete = isForeign || since == 0 || since < Horizon;
        var from = isComplete ? 0 : since;
        List<AttributeEntry> changed = [];
        List<string> deleted = [];
        foreach (var (key, slot) in _scopes[(int)AttributeScope.Shared])
        {
            if (slot.Entry is { } entry && entry.Version > from && entry.Version <= SharedVersion && key != UpdateRules.ReservedKey)
                changed.Add(entry);
            else if (slot.Tombstone is { } tombstone && tombstone.Version > from && tombstone.Version <= SharedVersion)
                deleted.Add(key);
        }
        return changed.Count + deleted.Count == 0 && !isForeign ? null : new([.. changed], [.. deleted], SharedVersion, isComplete);
    }

    /// <summary>Chooses the oldest tombstones to be forgotten, so that with the coming ones the bound holds.</summary>
    private AttributeDeletion[] Leave(int coming)
    {
        var excess = _tombstones + coming - _limits.MaxTombstones;
        if (excess <= 0)
            return [];
        var slots = _scopes[(int)AttributeScope.Shared];
        AttributeDeletion[] leaving =
        [
            .. slots.Values.Where(s => s is { Tombstone: not null, IsLeaving: false })
                .OrderBy(s => s.Tombstone!.Version)
                .Take(excess)
                .Select(s => s.Tombstone!),
        ];
        foreach (var tombstone in leaving)
            slots[tombstone.Key].IsLeaving = true;
        return leaving;
    }

    private void Forget(AttributeDeletion[] leaving, ChangeResult result)
    {
        var slots = _scopes[(int)AttributeScope.Shared];
        foreach (var tombstone in leaving)
        {
            var slot = slots[tombstone.Key];
            slot.IsLeaving = false;
            if (result != ChangeResult.Applied)
                continue;
            Horizon = Math.Max(Horizon, tombstone.Version);
            Tally(slot, -1);
            slot.Forget(tombstone);
            Tally(slot, 1);
            if (slot.IsEmpty)
                slots.Remove(tombstone.Key);
        }
    }
}
