using OrleansIot.Rules;

namespace OrleansIot.Grains.Rules;

/// <summary>A rule chain ready to run. Shared by all messages of a silo.</summary>
/// <param name="First">Null: messages end here.</param>
internal sealed record CompiledChain(RuleChainInfo Info, CompiledNode? First)
{
    /// <summary>
    /// Whether a message of this type, as a device or the server makes it, meets a node that does anything beyond what was done before: the readings and client
    /// attributes of a post are stored already.
    /// </summary>
    public bool Sees(string type, long now) => First is not null && (Info.Fields.DebugMode || Sees(First, type, now, []));

    private static bool Sees(CompiledNode node, string type, long now, HashSet<CompiledNode> met)
    {
        if (!met.Add(node))
            return false;
        if (node.Info.Debug.IsOn(now) || node.Node.Passes(type) is not { } relation)
            return true;
        return node.Next(relation).Any(next => Sees(next, type, now, met));
    }
}
