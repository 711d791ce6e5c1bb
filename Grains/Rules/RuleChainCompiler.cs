using OrleansIot.Grains.Rules.Nodes;
using OrleansIot.Rules;

namespace OrleansIot.Grains.Rules;

/// <summary>Makes nodes that run of nodes that are written down.</summary>
public sealed class RuleChainCompiler(RuleServices services)
{
    private const int MaxNodes = 1_000;

    /// <summary>What keeps the nodes from running, with the name of the node; null: nothing.</summary>
    public string? Check(RuleChainMetadata metadata)
    {
        var count = metadata.Nodes.Count;
        if (count > MaxNodes)
            return $"A rule chain holds at most {MaxNodes} nodes";
        if (metadata.FirstNode is { } first && (first < 0 || first >= count))
            return $"firstNodeIndex {first} is no index of the nodes";
        foreach (var connection in metadata.Connections)
        {
            if (connection.From < 0 || connection.From >= count || connection.To < 0 || connection.To >= count)
                return $"A connection leads from node {connection.From} to node {connection.To}, where there are {count} nodes";
            if (string.IsNullOrWhiteSpace(connection.Relation))
                return $"A connection of rule node '{metadata.Nodes[connection.From].Name}' has no type";
        }
        return metadata.Nodes.Select(node => Create(node).Problem).FirstOrDefault(problem => problem is not null);
    }

    /// <summary>A node that cannot run any more (it was saved by another version) fails every message, and says why.</summary>
    internal CompiledChain Compile(RuleChainRecord chain)
    {
        var metadata = chain.Metadata;
        var nodes = metadata.Nodes.Select(info =>
        {
            var (node, problem) = Create(info);
            return new CompiledNode(info, chain.Info.Id, node ?? new BrokenNode(problem!));
        }).ToArray();
        foreach (var connection in metadata.Connections)
            nodes[connection.From].Connect(connection.Relation, nodes[connection.To]);
        return new(chain.Info, metadata.FirstNode is { } first ? nodes[first] : null);
    }

    private (RuleNode? Node, string? Problem) Create(RuleNodeInfo info)
    {
        if (RuleNodeTypes.Find(info.Type) is not { } create)
            return (null, $"Rule node '{info.Name}' has the type '{info.Type}', which is not available here");
        var settings = new NodeSettings(info, services.ScriptOptions);
        var node = create(settings, services);
        return settings.Problem is { } problem ? (null, $"Rule node '{info.Name}': {problem}") : (node, null);
    }
}
