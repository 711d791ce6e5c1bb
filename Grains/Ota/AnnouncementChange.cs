using OrleansIot.Grains.Commits;

namespace OrleansIot.Grains.Ota;

/// <summary>The device was told which packages to run: whoever waited for that need not wait any more.</summary>
/// <param name="Marks">What it was told; empty: it had been told before.</param>
public sealed record AnnouncementChange(long Device, OtaMark[] Marks) : Change(Device)
{
    public override int Size => 2 * Sizes.PerChange;
}
