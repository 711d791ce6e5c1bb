namespace OrleansIot.Grains.Rules.Nodes;

/// <summary>Sends a message on by the name of the device's profile.</summary>
internal sealed class DeviceTypeSwitchNode : RuleNode
{
    public override ValueTask<NodeResult> ProcessAsync(RuleMessage message, RuleRun run) => new(NodeResult.To(message.Originator.Type, message));
}
