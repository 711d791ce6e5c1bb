using System.Text.Json;
using OrleansIot.Gateway.Http;

namespace OrleansIot.Gateway.Rules;

/// <summary>How older documents lead from a node into another chain; here, as in newer ones, an input node does.</summary>
internal sealed record RuleChainConnectionDocument(int FromIndex, EntityIdDocument? TargetRuleChainId, JsonElement? AdditionalInfo, string? Type);
