namespace OrleansIot.Rpc;

/// <summary>Finds commands by their id; everything else about them is their device's.</summary>
[Alias("OrleansIot.ICommandRegistry")]
public interface ICommandRegistry : IGrainWithIntegerKey
{
    /// <summary>The device of a persistent command; null when there is no such record.</summary>
    [Alias("FindDevice")]
    Task<Guid?> FindDevice(Guid command);
}
