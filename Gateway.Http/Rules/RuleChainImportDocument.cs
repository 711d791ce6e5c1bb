using OrleansIot.Gateway.Http;
using OrleansIot.Rules;

namespace OrleansIot.Gateway.Rules;

/// <summary>What became of one chain of an import.</summary>
internal sealed record RuleChainImportDocument(EntityIdDocument TenantId, EntityIdDocument? RuleChainId, string RuleChainName, bool Overwritten, string? Error)
{
    public static RuleChainImportDocument From(RuleChainImported imported) => new(
        EntityIdDocument.Tenant, imported.Chain is { } chain ? EntityIdDocument.RuleChain(chain.Id) : null, imported.Name, imported.Overwritten, imported.Problem);
}
