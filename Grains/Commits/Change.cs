using OrleansIot.Attributes;
using OrleansIot.Grains.Attributes;
using OrleansIot.Grains.Rules.Outbox;
using OrleansIot.Telemetry;

namespace OrleansIot.Grains.Commits;

/// <summary>What one request wants stored, all or none. Every change is idempotent: applying it twice is applying it once.</summary>
/// <param name="Device">Device number; changes of one device are committed in the order they were handed over, but for the patient ones.</param>
public abstract record Change(long Device)
{
    /// <summary>About how many bytes the change holds in memory, but for the outbox.</summary>
    public abstract int Size { get; }

    /// <summary>Nobody waits for it, and nothing depends on it: it goes with the next transaction that there is, or after <see cref="CommitLane.Patience"/>.</summary>
    public virtual bool IsPatient => false;

    /// <summary>What the device's rule chain is to see of it, stored with it; null: nothing.</summary>
    public OutboxEntry? Outbox { get; init; }

    /// <summary>About how many bytes all of it holds; the committer bounds their sum.</summary>
    public int Weight => Size + (Outbox?.Size ?? 0);
}

/// <summary>Readings to upsert by (device, key, ts), and latest values to move forward: the largest ts wins, of equal ones the last. Unmatched: the device is gone.</summary>
public sealed record ReadingsChange(long Device, Reading[] Readings) : Change(Device)
{
    public override int Size { get; } = Sizes.Of(Readings);
}

/// <summary>
/// Attributes to write and to delete, if nobody else has written since: the device's stored attribute version must be <paramref name="Base"/>, and becomes
/// <see cref="Version"/>. A stored version at least that new, of the same writer, says that this change was applied before: Applied, and nothing is done.
/// Anything else is Unmatched: another activation has written, or the device is gone.
/// </summary>
/// <param name="Writer">A random number of the activation, never 0.</param>
/// <param name="Base">The device's attribute version that the change builds on.</param>
/// <param name="Written">Entries as they shall be; their versions are above the base.</param>
/// <param name="Deleted">Keys to delete. In the shared scope the row becomes a tombstone, in the others it goes.</param>
public sealed record AttributesChange(long Device, long Writer, long Base, AttributeEntry[] Written, AttributeDeletion[] Deleted) : Change(Device)
{
    /// <summary>Tombstones to remove for good, because a device keeps a bounded number; the stored horizon moves to the newest of them.</summary>
    public AttributeDeletion[] Forgotten { get; init; } = [];

    /// <summary>The device's attribute version once the change is applied.</summary>
    public long Version => Math.Max(Written.Length == 0 ? Base : Written.Max(e => e.Version), Deleted.Length == 0 ? Base : Deleted.Max(d => d.Version));

    public override int Size { get; } = Sizes.Of(Written) + Sizes.Of(Deleted);
}

/// <summary>
/// Moves the version up to which the device has taken the changes of its shared attributes; it only grows. Unmatched: the device is gone, or a first one finds
/// another cursor than its own.
/// </summary>
/// <param name="IsFirst">The device has not polled before: the cursor is set where none is.</param>
public sealed record CursorChange(long Device, long Cursor, bool IsFirst) : Change(Device)
{
    public override int Size => Sizes.PerChange;
}

/// <summary>Stores nothing but what the device's rule chain is to see. Unmatched: the device is gone.</summary>
public sealed record OutboxChange(long Device) : Change(Device)
{
    public override int Size => Sizes.PerChange;
}
