using OrleansIot.Attributes;
using OrleansIot.Telemetry;

namespace OrleansIot.Grains.Commits;

/// <summary>What one request wants stored, all or none. Every change is idempotent: applying it twice is applying it once.</summary>
/// <param name="Device">Device number; changes of one device are committed in the order they were handed over.</param>
public abstract record Change(long Device)
{
    /// <summary>About how many bytes the change holds in memory; the committer bounds their sum.</summary>
    public abstract int Size { get; }
}

/// <summary>Readings to upsert by (device, key, ts), and latest values to move forward: the largest ts wins, of equal ones the last.</summary>
public sealed record ReadingsChange(long Device, Reading[] Readings) : Change(Device)
{
    public override int Size { get; } = Sizes.Of(Readings);
}

/// <summary>Attributes to upsert by (device, scope, key) where the version grows.</summary>
/// <param name="Written">Entries as they shall be.</param>
/// <param name="Deleted">Keys to delete, with the scope.</param>
public sealed record AttributesChange(long Device, AttributeEntry[] Written, (AttributeScope Scope, string Key)[] Deleted) : Change(Device)
{
    public override int Size { get; } = Sizes.Of(Written) + (64 * Deleted.Length);
}
