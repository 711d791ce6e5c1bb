namespace OrleansIot.Attributes;

/// <summary>The attributes of one request: stored all or none. Holds no key twice.</summary>
/// <param name="Ts">When the gateway received them, in milliseconds since 1970; becomes lastUpdateTs of what changes.</param>
[GenerateSerializer, Immutable, Alias("OrleansIot.AttributeBatch")]
public sealed record AttributeBatch([property: Id(0)] long Ts, [property: Id(1)] AttributeValue[] Values);
