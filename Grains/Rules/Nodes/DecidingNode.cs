namespace OrleansIot.Grains.Rules.Nodes;

/// <summary>A node that only looks at a message to say where it goes on.</summary>
internal abstract class DecidingNode : RuleNode
{
    public sealed override ValueTask<NodeResult> ProcessAsync(RuleMessage message, RuleRun run) => new(Decide(message));

    public sealed override NodeResult? Foresee(RuleMessage message, RuleRun run) => Decide(message);

    protected abstract NodeResult Decide(RuleMessage message);
}
