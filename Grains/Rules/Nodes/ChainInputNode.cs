namespace OrleansIot.Grains.Rules.Nodes;

/// <summary>Leads into another chain; what comes out of that chain's output nodes goes on from here. The run does it.</summary>
internal sealed class ChainInputNode : RuleNode
{
    public ChainInputNode(NodeSettings settings)
    {
        ForwardsToDefault = settings.Flag("forwardMsgToDefaultRuleChain");
        var chain = settings.Id("ruleChainId");
        if (chain is null && !ForwardsToDefault)
            settings.Refuse("'ruleChainId' is missing");
        ChainId = chain ?? Guid.Empty;
    }

    public Guid ChainId { get; }

    /// <summary>Into the chain of the device's profile, whichever it is.</summary>
    public bool ForwardsToDefault { get; }

    public override ValueTask<NodeResult> ProcessAsync(RuleMessage message, RuleRun run) => throw new InvalidOperationException("The run enters chains itself");
}
