namespace OrleansIot.Grains.Rules.Nodes;

/// <summary>Sends a message on by the type of the entity that it is about. Here all messages are about devices.</summary>
internal sealed class OriginatorTypeSwitchNode : RuleNode
{
    private const string Device = "Device";

    public override ValueTask<NodeResult> ProcessAsync(RuleMessage message, RuleRun run) => new(NodeResult.To(Device, message));

    public override string Passes(string type) => Device;
}
