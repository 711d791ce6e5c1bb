using OrleansIot.Attributes;

namespace OrleansIot.Grains.Attributes;

/// <summary>A key that was deleted. In the shared scope the deletion stays as a row of its own, a tombstone, so that polls can tell of it.</summary>
/// <param name="Ts">When it was deleted, milliseconds since 1970.</param>
/// <param name="Version">The device's attribute version of the deletion.</param>
public sealed record AttributeDeletion(AttributeScope Scope, string Key, long Ts, long Version);
