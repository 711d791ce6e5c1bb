using OrleansIot.Gateway.Http;
using OrleansIot.Rules;

namespace OrleansIot.Gateway.Rules;

/// <summary>Nodes and connections of a rule chain as ThingsBoard's clients know them.</summary>
internal sealed record RuleChainMetadataDocument
{
    private const string InputNode = "org.thingsboard.rule.engine.flow.TbRuleChainInputNode";

    public EntityIdDocument? RuleChainId { get; init; }

    public long? Version { get; init; }

    public int? FirstNodeIndex { get; init; }

    public IReadOnlyList<RuleNodeDocument>? Nodes { get; init; }

    public IReadOnlyList<RuleConnectionDocument>? Connections { get; init; }

    public IReadOnlyList<RuleChainConnectionDocument>? RuleChainConnections { get; init; }

    public static RuleChainMetadataDocument From(RuleChainRecord chain) => new()
    {
        RuleChainId = EntityIdDocument.RuleChain(chain.Info.Id),
        Version = chain.Info.Version,
        FirstNodeIndex = chain.Metadata.FirstNode,
        Nodes = [.. chain.Metadata.Nodes.Select(node => RuleNodeDocument.From(node, chain.Info.Id))],
        Connections = [.. chain.Metadata.Connections.Select(c => new RuleConnectionDocument(c.From, c.To, c.Relation))],
    };

    public RuleChainMetadata ToMetadata(MemberReader members)
    {
        var nodes = (Nodes ?? []).Select(node => node.ToInfo(members)).ToList();
        var connections = (Connections ?? []).Select(c => new RuleConnection(c.FromIndex, c.ToIndex, c.Type ?? "")).ToList();
        foreach (var leading in RuleChainConnections ?? [])
        {
            if (members.Id("targetRuleChainId", leading.TargetRuleChainId) is not { } target)
            {
                members.Refuse("A member of 'ruleChainConnections' has no 'targetRuleChainId'");
                continue;
            }
            var configuration = System.Text.Encoding.UTF8.GetBytes($$"""{"ruleChainId":"{{target}}"}""");
            connections.Add(new(leading.FromIndex, nodes.Count, leading.Type ?? ""));
            nodes.Add(new(
                Guid.Empty, 0, InputNode, $"Rule chain {nodes.Count}", RuleDebugSettings.Off, false, null, 0, configuration, members.Object("additionalInfo", leading.AdditionalInfo)));
        }
        return new(FirstNodeIndex is >= 0 ? FirstNodeIndex : null, nodes, connections);
    }
}
