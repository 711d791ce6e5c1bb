namespace OrleansIot.Ota;

/// <summary>How a package goes from a few devices of a profile to all.</summary>
/// <param name="Automatic">The next stage is opened by itself; otherwise by hand.</param>
/// <param name="MaxFailedPercent">Above this share of FAILED among the devices reached the roll-out pauses, whoever advances it; 0 to 100.</param>
/// <param name="MinFinishedPercent">Share of the devices reached that must be UPDATED or FAILED before the next stage opens by itself; 0 to 100.</param>
/// <param name="Soak">Milliseconds that a stage must have been open before the next one opens by itself.</param>
[GenerateSerializer, Immutable, Alias("OrleansIot.RollOutPlan")]
public sealed record RollOutPlan(
    [property: Id(0)] RollOutStage[] Stages,
    [property: Id(1)] bool Automatic,
    [property: Id(2)] double MaxFailedPercent,
    [property: Id(3)] double MinFinishedPercent,
    [property: Id(4)] long Soak);
