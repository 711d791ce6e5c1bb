namespace OrleansIot.Race;

/// <summary>What one contestant showed in one event: the medians of its rounds.</summary>
/// <param name="IsProduct">As in <see cref="Contestant"/>.</param>
internal sealed record Result(string Name, bool IsProduct, Measurement Median);
