namespace OrleansIot.Ota;

/// <summary>Devices that a stage reaches beyond those of the stages before: a share of the fleet, or rings; exactly one is set.</summary>
/// <param name="Percent">Above 0 to 100, of the whole fleet, those of the stages before included.</param>
/// <param name="Rings">Values of the server attribute <c>otaRing</c>.</param>
[GenerateSerializer, Immutable, Alias("OrleansIot.RollOutStage")]
public sealed record RollOutStage([property: Id(0)] double? Percent, [property: Id(1)] string[]? Rings);
