namespace OrleansIot.Grains.Rules.Nodes;

/// <summary>Whether the message is about an entity of one of some types. Here all messages are about devices.</summary>
internal sealed class OriginatorTypeFilterNode : DecidingNode
{
    private readonly string _relation;

    public OriginatorTypeFilterNode(NodeSettings settings)
    {
        var types = settings.Texts("originatorTypes");
        if (types.Count == 0)
            settings.Refuse("'originatorTypes' is missing");
        _relation = types.Contains("DEVICE") ? Relation.True : Relation.False;
    }

    protected override NodeResult Decide(RuleMessage message) => NodeResult.To(_relation, message);

    public override string Passes(string type) => _relation;
}
