using OrleansIot.Rules;

namespace OrleansIot.Grains.Rules;

/// <summary>Nodes keep their ids from save to save: their debug stream goes by them.</summary>
internal static class NodeIds
{
    /// <summary>Gives an id to each node whose id is not one of the chain's own.</summary>
    public static RuleChainMetadata Give(RuleChainMetadata metadata, RuleChainMetadata before, DateTimeOffset now)
    {
        var known = before.Nodes.ToDictionary(n => n.Id);
        var nodes = metadata.Nodes.Select(node => known.Remove(node.Id, out var old)
            ? node with { CreatedTime = old.CreatedTime }
            : node with { Id = Guid.CreateVersion7(now), CreatedTime = now.ToUnixTimeMilliseconds() });
        return metadata with { Nodes = [.. nodes] };
    }
}
