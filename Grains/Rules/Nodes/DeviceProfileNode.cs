namespace OrleansIot.Grains.Rules.Nodes;

/// <summary>The head of ThingsBoard's stock chain. It evaluates the alarm rules of device profiles there; here it passes messages on.</summary>
internal sealed class DeviceProfileNode : RuleNode
{
    public override ValueTask<NodeResult> ProcessAsync(RuleMessage message, RuleRun run) => new(NodeResult.Success(message));

    public override string Passes(string type) => Relation.Success;
}
