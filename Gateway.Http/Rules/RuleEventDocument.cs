using OrleansIot.Gateway.Http;
using OrleansIot.Rules;

namespace OrleansIot.Gateway.Rules;

/// <summary>An event of a debug stream as ThingsBoard's clients know it.</summary>
internal sealed record RuleEventDocument(EntityIdDocument Id, long CreatedTime, EntityIdDocument TenantId, EntityIdDocument EntityId, string Type, string Uid, RuleEventBody Body)
{
    public static RuleEventDocument From(RuleDebugEvent kept) => new(
        new("EVENT", kept.Id.ToString("D")), kept.Ts, EntityIdDocument.Tenant,
        kept.NodeId is { } node ? EntityIdDocument.RuleNode(node) : EntityIdDocument.RuleChain(kept.ChainId),
        kept.NodeId is null ? "DEBUG_RULE_CHAIN" : "DEBUG_RULE_NODE", kept.Id.ToString("D"), RuleEventBody.From(kept));
}
