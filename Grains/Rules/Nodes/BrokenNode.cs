namespace OrleansIot.Grains.Rules.Nodes;

/// <summary>Stands for a node that was saved and cannot run.</summary>
internal sealed class BrokenNode(string problem) : RuleNode
{
    public override ValueTask<NodeResult> ProcessAsync(RuleMessage message, RuleRun run) => new(NodeResult.Failure(message, problem));
}
