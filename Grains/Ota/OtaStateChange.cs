using OrleansIot.Grains.Commits;
using OrleansIot.Ota;

namespace OrleansIot.Grains.Ota;

/// <summary>How far the device says to be, where the package still is the one it was told to run, and nothing newer was said.</summary>
/// <param name="Ts">Of the reading that says so, milliseconds since 1970.</param>
public sealed record OtaStateChange(long Device, OtaPackageType Type, Guid Package, OtaState State, long Ts) : Change(Device)
{
    public override int Size => Sizes.PerChange;
}
