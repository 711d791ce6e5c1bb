namespace OrleansIot.Rules;

/// <summary>A rule chain with its nodes.</summary>
[GenerateSerializer, Immutable, Alias("OrleansIot.RuleChainRecord")]
public sealed record RuleChainRecord([property: Id(0)] RuleChainInfo Info, [property: Id(1)] RuleChainMetadata Metadata);
