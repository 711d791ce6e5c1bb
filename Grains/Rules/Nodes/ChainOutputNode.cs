namespace OrleansIot.Grains.Rules.Nodes;

/// <summary>Leads out of a chain, to the node that led in; the relation has the name of this node. The run does it.</summary>
internal sealed class ChainOutputNode : RuleNode
{
    public override ValueTask<NodeResult> ProcessAsync(RuleMessage message, RuleRun run) => throw new InvalidOperationException("The run leaves chains itself");
}
