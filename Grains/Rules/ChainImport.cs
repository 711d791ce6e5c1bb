using System.Text;
using OrleansIot.Rules;
using OrleansIot.Values;

namespace OrleansIot.Grains.Rules;

/// <summary>Creates chains out of an exported document. They refer to each other by ids of where they came from.</summary>
internal sealed class ChainImport(
    IRuleChainStore store,
    bool overwrite,
    Func<RuleChainFields, Refusal?> checkFields,
    Func<RuleChainMetadata, Refusal?> checkNodes,
    Func<RuleChainFields, Task<RuleChainInfo>> create,
    TimeProvider time)
{
    public async Task<RuleChainImported[]> RunAsync(RuleChainImport[] chains)
    {
        // First all chains, without nodes: a node may lead into a chain that comes later.
        var made = new (RuleChainInfo? Chain, bool Overwritten, string? Problem)[chains.Length];
        var ids = new Dictionary<Guid, Guid>();
        for (var i = 0; i < chains.Length; i++)
        {
            made[i] = await PlaceAsync(chains[i]);
            if (made[i].Chain is { } chain && chains[i].ExportedId is { } exported)
                ids[exported] = chain.Id;
        }
        for (var i = 0; i < chains.Length; i++)
        {
            if (made[i].Chain is { } chain)
                made[i] = await FillAsync(chain, made[i].Overwritten, Translate(chains[i].Metadata, ids));
        }
        return [.. chains.Select((chain, i) => new RuleChainImported(chain.Fields.Name, made[i].Chain, made[i].Overwritten, made[i].Problem))];
    }

    private async Task<(RuleChainInfo?, bool, string?)> PlaceAsync(RuleChainImport import)
    {
        if ((checkFields(import.Fields) ?? checkNodes(import.Metadata)) is { } refusal)
            return (null, false, refusal.Reason);
        if (overwrite && await store.FindByNameAsync(import.Fields.Name, CancellationToken.None) is { } there)
            return (there.Info, true, null);
        return (await create(import.Fields), false, null);
    }

    private async Task<(RuleChainInfo?, bool, string?)> FillAsync(RuleChainInfo chain, bool overwritten, RuleChainMetadata metadata)
    {
        var before = await store.LoadAsync(chain.Id, CancellationToken.None);
        var nodes = NodeIds.Give(metadata, before?.Metadata ?? RuleChainMetadata.Empty, time.GetUtcNow());
        var saved = await store.SaveNodesAsync(chain.Id, nodes, null, CancellationToken.None);
        return saved.Value is { } done ? (done.Info, overwritten, null) : (null, false, saved.Reason);
    }

    /// <summary>Ids are long and random enough to be replaced wherever they stand in a configuration.</summary>
    private static RuleChainMetadata Translate(RuleChainMetadata metadata, Dictionary<Guid, Guid> ids)
    {
        if (ids.Count == 0)
            return metadata;
        return metadata with { Nodes = [.. metadata.Nodes.Select(node => node with { Configuration = Translate(node.Configuration, ids) })] };
    }

    private static byte[] Translate(byte[] configuration, Dictionary<Guid, Guid> ids)
    {
        var text = Encoding.UTF8.GetString(configuration);
        foreach (var (from, to) in ids)
            text = text.Replace(from.ToString("D"), to.ToString("D"), StringComparison.OrdinalIgnoreCase);
        return Encoding.UTF8.GetBytes(text);
    }
}
