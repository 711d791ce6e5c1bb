using OrleansIot.Attributes;
using OrleansIot.Grains.Commits;

namespace OrleansIot.Grains.Attributes;

/// <summary>Changes of attributes that are committed together with something else.</summary>
internal sealed partial class AttributeFacet
{
    /// <summary>
    /// Reserves the versions of what is to be written and deleted, in one change; null: there is nothing to change. It must be committed before anything else of the
    /// device is handed over, and ended. The device's cap does not hold: this is for what the product itself writes.
    /// </summary>
    /// <param name="batch">Values to write, also where they do not differ.</param>
    /// <param name="deletedKeys">Keys to delete, where they are there.</param>
    public AttributeEdit? Stage(AttributeScope scope, AttributeBatch batch, string[] deletedKeys)
    {
        var written = Prepare(scope, batch, rewriteUnchanged: true);
        var slots = _scopes[(int)scope];
        var version = _versions.Reserved + written.Length + 1;
        AttributeDeletion[] deleted =
        [
            .. deletedKeys.Where(k => slots.TryGetValue(k, out var slot) && slot.Counts).Select(k => new AttributeDeletion(scope, k, batch.Ts, version)),
        ];
        if (written.Length + deleted.Length == 0)
            return null;
        foreach (var deletion in deleted)
            Begin(slots[deletion.Key]);
        var forgotten = scope == AttributeScope.Shared && deleted.Length > 0 ? Leave(deleted.Length) : [];
        var reserved = _versions.Reserve(written.Length + (deleted.Length > 0 ? 1 : 0), scope == AttributeScope.Shared);
        return new(new(_device, _writer, reserved.Base, written, deleted) { Forgotten = forgotten }, (change, result) => End(change, reserved, result));
    }

    private void End(AttributesChange change, VersionLine.Reservation reserved, ChangeResult result)
    {
        foreach (var entry in change.Written)
            End(entry.Scope, entry.Key, result, entry, null, entry.Version);
        foreach (var deletion in change.Deleted)
            End(deletion.Scope, deletion.Key, result, null, deletion.Scope == AttributeScope.Shared ? deletion : null, deletion.Version);
        Forget(change.Forgotten, result);
        Settle(reserved, result);
    }
}
