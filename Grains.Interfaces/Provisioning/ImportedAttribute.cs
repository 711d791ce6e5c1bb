using OrleansIot.Attributes;
using OrleansIot.Values;

namespace OrleansIot.Provisioning;

[GenerateSerializer, Immutable, Alias("OrleansIot.ImportedAttribute")]
public readonly record struct ImportedAttribute([property: Id(0)] AttributeScope Scope, [property: Id(1)] string Key, [property: Id(2)] TypedValue Value);
