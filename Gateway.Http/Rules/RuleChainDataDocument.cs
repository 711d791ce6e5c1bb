using System.Text.Json;
using OrleansIot.Gateway.Http;
using OrleansIot.Rules;

namespace OrleansIot.Gateway.Rules;

/// <summary>
/// An exported document: of several chains, <c>{"ruleChains":[…],"metadata":[…]}</c>, which find each other by the chain's id; or, as the export of one chain is,
/// <c>{"ruleChain":{…},"metadata":{…}}</c>.
/// </summary>
internal sealed record RuleChainDataDocument
{
    public IReadOnlyList<RuleChainDocument>? RuleChains { get; init; }

    public RuleChainDocument? RuleChain { get; init; }

    /// <summary>An array with several chains, an object with one.</summary>
    public JsonElement? Metadata { get; init; }

    public static RuleChainDataDocument From(RuleChainRecord[] chains) => new()
    {
        RuleChains = [.. chains.Select(RuleChainDocument.From)],
        Metadata = JsonSerializer.SerializeToElement([.. chains.Select(RuleChainMetadataDocument.From)], ManagementJson.Wire.RuleChainMetadataDocumentArray),
    };

    public RuleChainImport[] ToImports(MemberReader members)
    {
        try
        {
            if (RuleChain is { } single)
                return [ToImport(single, Read(Metadata, ManagementJson.Wire.RuleChainMetadataDocument), members)];
            var metadata = Read(Metadata, ManagementJson.Wire.RuleChainMetadataDocumentArray) ?? [];
            return [.. (RuleChains ?? []).Select(chain => ToImport(chain, metadata.FirstOrDefault(m => m.RuleChainId?.Id == chain.Id?.Id), members))];
        }
        catch (JsonException exception)
        {
            members.Refuse($"Invalid value of 'metadata{exception.Path?.TrimStart('$')}'");
            return [];
        }
    }

    private static T? Read<T>(JsonElement? element, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
        where T : class => element is { ValueKind: not JsonValueKind.Null } value ? value.Deserialize(type) : null;

    private static RuleChainImport ToImport(RuleChainDocument chain, RuleChainMetadataDocument? metadata, MemberReader members) =>
        new(members.Id("id", chain.Id), chain.ToFields(members), metadata?.ToMetadata(members) ?? RuleChainMetadata.Empty);
}
