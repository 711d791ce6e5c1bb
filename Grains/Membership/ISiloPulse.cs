namespace OrleansIot.Grains.Membership;

/// <summary>
/// Whether this silo can be sure to be a member of its cluster. One that stood still (a suspended process, a moved machine) may have been given up by the others, who
/// run its grains now: until it has looked, what its grains have in memory may be old.
/// </summary>
public interface ISiloPulse
{
    /// <summary>False: what is asked now must be asked again a moment later.</summary>
    bool IsSteady { get; }
}
