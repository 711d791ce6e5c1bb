using OrleansIot.Values;

namespace OrleansIot.Attributes;

/// <summary>An attribute as stored.</summary>
/// <param name="LastUpdateTs">When the value last changed, milliseconds since 1970.</param>
/// <param name="Version">Grows with every change of any attribute of the device.</param>
[GenerateSerializer, Immutable, Alias("OrleansIot.AttributeEntry")]
public sealed record AttributeEntry(
    [property: Id(0)] AttributeScope Scope,
    [property: Id(1)] string Key,
    [property: Id(2)] TypedValue Value,
    [property: Id(3)] long LastUpdateTs,
    [property: Id(4)] long Version);
