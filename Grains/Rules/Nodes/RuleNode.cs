namespace OrleansIot.Grains.Rules.Nodes;

/// <summary>What a node does with a message. One instance serves all messages of a silo, side by side.</summary>
internal abstract class RuleNode
{
    /// <summary>An expected failure is a result; an exception is a fault of ours and is logged.</summary>
    public abstract ValueTask<NodeResult> ProcessAsync(RuleMessage message, RuleRun run);

    /// <summary>
    /// What becomes of a message that is not committed yet; null: that is to wait. Decides at once, makes no other message, and leaves nothing behind that anybody
    /// could see, because what the message tells of may come to nothing.
    /// </summary>
    public virtual NodeResult? Foresee(RuleMessage message, RuleRun run) => null;

    /// <summary>The relation by which a message of this type leaves, as it was posted, without the node having done anything; null: the node would do something.</summary>
    public virtual string? Passes(string type) => null;
}
