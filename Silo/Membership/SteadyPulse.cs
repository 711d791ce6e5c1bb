using OrleansIot.Grains.Membership;

namespace OrleansIot.Silo.Membership;

/// <summary>A silo without others cannot be given up by them.</summary>
internal sealed class SteadyPulse : ISiloPulse
{
    public bool IsSteady => true;
}
