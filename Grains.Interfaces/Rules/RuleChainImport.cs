namespace OrleansIot.Rules;

/// <summary>A rule chain out of an exported document.</summary>
/// <param name="ExportedId">Its id there: chains of one import refer to each other by it. Null: it had none.</param>
[GenerateSerializer, Immutable, Alias("OrleansIot.RuleChainImport")]
public sealed record RuleChainImport(
    [property: Id(0)] Guid? ExportedId,
    [property: Id(1)] RuleChainFields Fields,
    [property: Id(2)] RuleChainMetadata Metadata);
