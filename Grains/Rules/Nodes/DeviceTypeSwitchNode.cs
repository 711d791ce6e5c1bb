namespace OrleansIot.Grains.Rules.Nodes;

/// <summary>Sends a message on by the name of the device's profile.</summary>
internal sealed class DeviceTypeSwitchNode : DecidingNode
{
    protected override NodeResult Decide(RuleMessage message) => NodeResult.To(message.Originator.Type, message);
}
