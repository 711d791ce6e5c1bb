using System.Text.Json;
using OrleansIot.Gateway.Http;
using OrleansIot.Rules;

namespace OrleansIot.Gateway.Rules;

/// <summary>A rule chain as ThingsBoard's clients know it, without its nodes.</summary>
internal sealed record RuleChainDocument
{
    private const string Core = "CORE";

    public EntityIdDocument? Id { get; init; }

    public long? CreatedTime { get; init; }

    public EntityIdDocument? TenantId { get; init; }

    public string? Name { get; init; }

    public string? Type { get; init; }

    public EntityIdDocument? FirstRuleNodeId { get; init; }

    /// <summary>Told, not taken: <c>POST /api/ruleChain/{id}/root</c> makes a chain the root chain.</summary>
    public bool? Root { get; init; }

    public bool? DebugMode { get; init; }

    public JsonElement? Configuration { get; init; }

    public JsonElement? AdditionalInfo { get; init; }

    public EntityIdDocument? ExternalId { get; init; }

    public long? Version { get; init; }

    public static RuleChainDocument From(RuleChainRecord chain) => From(chain.Info);

    public static RuleChainDocument From(RuleChainInfo chain) => new()
    {
        Id = EntityIdDocument.RuleChain(chain.Id),
        CreatedTime = chain.CreatedTime,
        TenantId = EntityIdDocument.Tenant,
        Name = chain.Fields.Name,
        Type = Core,
        FirstRuleNodeId = chain.FirstNodeId is { } first ? EntityIdDocument.RuleNode(first) : null,
        Root = chain.IsRoot,
        DebugMode = chain.Fields.DebugMode,
        Configuration = MemberReader.Element(chain.Fields.Configuration),
        AdditionalInfo = MemberReader.Element(chain.Fields.AdditionalInfo),
        Version = chain.Version,
    };

    public RuleChainFields ToFields(MemberReader members)
    {
        if (string.IsNullOrWhiteSpace(Name))
            members.Refuse("Rule chain name should be specified!");
        if (Type is not (null or Core))
            members.Refuse("Only rule chains of the type CORE are available");
        return new(Name ?? "", DebugMode ?? false, members.Object("configuration", Configuration), members.Object("additionalInfo", AdditionalInfo));
    }
}
