namespace OrleansIot.Gateway.Rules;

internal sealed record RuleConnectionDocument(int FromIndex, int ToIndex, string? Type);
