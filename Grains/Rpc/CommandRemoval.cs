using OrleansIot.Grains.Commits;

namespace OrleansIot.Grains.Rpc;

/// <summary>A command whose row goes; Applied also when it is gone already.</summary>
public sealed record CommandRemoval(long Device, Guid Uuid) : Change(Device)
{
    public override int Size => 96;

    public override bool IsPatient => true;
}
