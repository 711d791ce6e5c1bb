using OrleansIot.Grains.Commits;

namespace OrleansIot.Grains.Provisioning;

/// <summary>A prepared device has collected its credentials.</summary>
/// <param name="Attempt">The request that did it: when it comes again, it was done.</param>
/// <param name="At">Milliseconds since 1970.</param>
public sealed record ProvisionChange(long Device, Guid Attempt, long At) : Change(Device)
{
    public override int Size => Sizes.PerChange;
}
