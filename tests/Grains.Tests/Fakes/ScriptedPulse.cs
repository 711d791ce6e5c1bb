using OrleansIot.Grains.Membership;

namespace OrleansIot.Grains.Tests.Fakes;

internal sealed class ScriptedPulse : ISiloPulse
{
    public bool IsSteady { get; set; } = true;
}
