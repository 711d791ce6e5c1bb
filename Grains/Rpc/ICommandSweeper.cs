namespace OrleansIot.Grains.Rpc;

/// <summary>Ends the commands of devices that are not active, and deletes what nobody needs any more. One for all silos.</summary>
[Alias("OrleansIot.ICommandSweeper")]
public interface ICommandSweeper : IGrainWithIntegerKey
{
    /// <summary>Sweeps, unless a sweep is under way or was done a moment ago. Every silo asks for it at every <see cref="CommandSweeper.Interval"/>.</summary>
    [Alias("Sweep")]
    Task Sweep();
}
