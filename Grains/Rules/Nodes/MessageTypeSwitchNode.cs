namespace OrleansIot.Grains.Rules.Nodes;

/// <summary>Sends each message on by its type.</summary>
internal sealed class MessageTypeSwitchNode : RuleNode
{
    public override ValueTask<NodeResult> ProcessAsync(RuleMessage message, RuleRun run) => new(NodeResult.To(MessageTypes.Relation(message.Type), message));

    public override string Passes(string type) => MessageTypes.Relation(type);
}
