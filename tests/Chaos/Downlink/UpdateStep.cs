namespace OrleansIot.Chaos.Downlink;

/// <summary>One shared change: the value <paramref name="Number"/> for the key and for the sequence, or the key's deletion.</summary>
/// <param name="At">From the beginning of the run.</param>
internal sealed record UpdateStep(TimeSpan At, long Number, string Key, bool IsDeletion);
