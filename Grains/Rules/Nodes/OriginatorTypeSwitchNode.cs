namespace OrleansIot.Grains.Rules.Nodes;

/// <summary>Sends a message on by the type of the entity that it is about. Here all messages are about devices.</summary>
internal sealed class OriginatorTypeSwitchNode : DecidingNode
{
    private const string Device = "Device";

    protected override NodeResult Decide(RuleMessage message) => NodeResult.To(Device, message);

    public override string Passes(string type) => Device;
}
