namespace OrleansIot.Grains.Rules.Nodes;

/// <summary>Whether the message is of one of some types.</summary>
internal sealed class MessageTypeFilterNode : DecidingNode
{
    private readonly HashSet<string> _types;

    public MessageTypeFilterNode(NodeSettings settings)
    {
        _types = settings.Texts("messageTypes").ToHashSet(StringComparer.Ordinal);
        if (_types.Count == 0)
            settings.Refuse("'messageTypes' is missing");
    }

    protected override NodeResult Decide(RuleMessage message) => NodeResult.Verdict(_types.Contains(message.Type), message);

    public override string Passes(string type) => _types.Contains(type) ? Relation.True : Relation.False;
}
