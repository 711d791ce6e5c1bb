using OrleansIot.Grains.Commits;

namespace OrleansIot.Grains.Claiming;

/// <summary>Replaces what is offered.</summary>
public sealed record ClaimChange(long Device, ClaimRecord Record) : Change(Device)
{
    public override int Size => 2 * Sizes.PerChange;
}
