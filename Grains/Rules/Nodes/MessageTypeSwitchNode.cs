namespace OrleansIot.Grains.Rules.Nodes;

/// <summary>Sends each message on by its type.</summary>
internal sealed class MessageTypeSwitchNode : DecidingNode
{
    protected override NodeResult Decide(RuleMessage message) => NodeResult.To(MessageTypes.Relation(message.Type), message);

    public override string Passes(string type) => MessageTypes.Relation(type);
}
