namespace OrleansIot.Gateway.Wire;

/// <summary>A member of a telemetry or attributes object, read but not yet converted.</summary>
/// <param name="Key">Null when the name is no key.</param>
/// <param name="At">Offset of the name.</param>
internal readonly record struct Member(string? Key, KeyFault Fault, int At, Token Value);
