namespace OrleansIot.Rules;

/// <summary>The nodes of a rule chain and how they are connected.</summary>
/// <param name="FirstNode">Index of the node that messages enter by; null: there is none.</param>
[GenerateSerializer, Immutable, Alias("OrleansIot.RuleChainMetadata")]
public sealed record RuleChainMetadata(
    [property: Id(0)] int? FirstNode,
    [property: Id(1)] IReadOnlyList<RuleNodeInfo> Nodes,
    [property: Id(2)] IReadOnlyList<RuleConnection> Connections)
{
    public static readonly RuleChainMetadata Empty = new(null, [], []);

    public Guid? FirstNodeId => FirstNode is { } first ? Nodes[first].Id : null;
}
