namespace OrleansIot.Grains.Ota;

/// <summary>A device that a roll-out may reach.</summary>
/// <param name="Ring">Its server attribute <c>otaRing</c>, where that is a string.</param>
public sealed record RollOutCandidate(long Number, Guid Id, string? Ring);
