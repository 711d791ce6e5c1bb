namespace OrleansIot.Rules;

/// <summary>What became of one chain of an import.</summary>
/// <param name="Chain">Null when it was refused.</param>
/// <param name="Overwritten">Whether a chain of that name was there and has these nodes now.</param>
/// <param name="Problem">Why it was refused.</param>
[GenerateSerializer, Immutable, Alias("OrleansIot.RuleChainImported")]
public sealed record RuleChainImported(
    [property: Id(0)] string Name,
    [property: Id(1)] RuleChainInfo? Chain,
    [property: Id(2)] bool Overwritten,
    [property: Id(3)] string? Problem);
