using OrleansIot.Values;

namespace OrleansIot.Attributes;

/// <summary>A key and the value to give it.</summary>
[GenerateSerializer, Immutable, Alias("OrleansIot.AttributeValue")]
public readonly record struct AttributeValue([property: Id(0)] string Key, [property: Id(1)] TypedValue Value);
