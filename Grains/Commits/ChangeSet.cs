namespace OrleansIot.Grains.Commits;

/// <summary>Several changes of one device, all or none. Its result is that of the first part that was not applied.</summary>
/// <param name="Parts">None is a set; those of attributes build on one another.</param>
public sealed record ChangeSet(long Device, Change[] Parts) : Change(Device)
{
    public override int Size { get; } = Parts.Sum(part => part.Size);
}
