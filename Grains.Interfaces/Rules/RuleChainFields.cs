namespace OrleansIot.Rules;

/// <summary>The members of a rule chain that may be set, but for its nodes.</summary>
/// <param name="Name">1 to 255 UTF-16 units.</param>
/// <param name="DebugMode">Whether what enters the chain is kept for its debug stream.</param>
/// <param name="Configuration">Strict JSON that only the management API reads, or null.</param>
/// <param name="AdditionalInfo">Strict JSON of an object, or null.</param>
[GenerateSerializer, Immutable, Alias("OrleansIot.RuleChainFields")]
public sealed record RuleChainFields(
    [property: Id(0)] string Name,
    [property: Id(1)] bool DebugMode,
    [property: Id(2)] byte[]? Configuration,
    [property: Id(3)] byte[]? AdditionalInfo);
