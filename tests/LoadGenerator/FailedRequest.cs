namespace OrleansIot.Load;

/// <summary>A request that was not acknowledged.</summary>
/// <param name="At">When that was known, in ticks of Stopwatch.</param>
/// <param name="Kind">A status, "refused", "reset" or "timed out".</param>
/// <param name="IsAside">As in <see cref="FleetRecord.IsSettingAside"/>.</param>
public readonly record struct FailedRequest(long At, string Kind, bool IsAside);
