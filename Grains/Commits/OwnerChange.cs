namespace OrleansIot.Grains.Commits;

/// <summary>
/// Gives the device to a customer, or to none, where its fields still have the expected version, which grows by one. A version one larger with that owner says that
/// the change was applied before. Unmatched: the fields were changed, or the device or the customer is gone.
/// </summary>
public sealed record OwnerChange(long Device, Guid? Customer, long ExpectedVersion) : Change(Device)
{
    public override int Size => Sizes.PerChange;
}
