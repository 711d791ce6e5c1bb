namespace OrleansIot.Gateway.Ota;

/// <summary>A stage of a roll-out.</summary>
/// <param name="Percent">Of the whole fleet, stages before included.</param>
/// <param name="Rings">Values of the devices' server attribute <c>otaRing</c>.</param>
internal sealed record RollOutStageDocument(double? Percent, string[]? Rings);
