using Orleans.Placement;

namespace OrleansIot.Grains.Rules;

/// <summary>The grain lives on the silo whose address is its key.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class OnNamedSiloAttribute() : PlacementAttribute(new OnNamedSilo());

/// <summary>See <see cref="OnNamedSiloAttribute"/>.</summary>
[GenerateSerializer, Immutable, Alias("OrleansIot.OnNamedSilo")]
public sealed class OnNamedSilo : PlacementStrategy;
