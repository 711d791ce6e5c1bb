using OrleansIot.Grains.Rules.Nodes;
using OrleansIot.Rules;

namespace OrleansIot.Grains.Rules;

/// <summary>A node ready to run, and where its messages go on.</summary>
internal sealed class CompiledNode(RuleNodeInfo info, Guid chainId, RuleNode node)
{
    private readonly Dictionary<string, CompiledNode[]> _next = new(StringComparer.Ordinal);

    public RuleNodeInfo Info => info;

    public Guid ChainId => chainId;

    public RuleNode Node => node;

    public CompiledNode[] Next(string relation) => _next.GetValueOrDefault(relation, []);

    public void Connect(string relation, CompiledNode target) => _next[relation] = [.. Next(relation), target];
}
