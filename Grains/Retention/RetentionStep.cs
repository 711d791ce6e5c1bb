using OrleansIot.Retention;

namespace OrleansIot.Grains.Retention;

/// <summary>What one piece of a run has done.</summary>
/// <param name="After">Where the next piece goes on; null: the run is over.</param>
public sealed record RetentionStep(long? After, Removed Removed);
