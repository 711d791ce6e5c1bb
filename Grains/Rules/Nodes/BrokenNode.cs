namespace OrleansIot.Grains.Rules.Nodes;

/// <summary>Stands for a node that was saved and cannot run.</summary>
internal sealed class BrokenNode(string problem) : DecidingNode
{
    protected override NodeResult Decide(RuleMessage message) => NodeResult.Failure(message, problem);
}
