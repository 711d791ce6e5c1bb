using OrleansIot.Grains.Values;
using OrleansIot.Rules;
using OrleansIot.Values;

namespace OrleansIot.Grains.Rules;

/// <summary>What the members of a rule chain must keep to.</summary>
internal static class RuleChainRules
{
    private const int MaxConfiguration = 1 << 20;

    public static Refusal? Check(RuleChainFields fields) =>
        TextRules.Required("Rule chain name", fields.Name) ?? TextRules.Info(fields.AdditionalInfo) ?? Size("configuration", fields.Configuration);

    public static Refusal? Check(RuleChainMetadata metadata)
    {
        foreach (var node in metadata.Nodes)
        {
            var problem = TextRules.Required("Rule node name", node.Name) ?? TextRules.Required("Rule node type", node.Type)
                ?? TextRules.Info(node.AdditionalInfo) ?? Size("A rule node's configuration", node.Configuration);
            if (problem is not null)
                return problem;
        }
        foreach (var connection in metadata.Connections)
        {
            if (TextRules.Optional("Connection type", connection.Relation) is { } problem)
                return problem;
        }
        return null;
    }

    private static Refusal? Size(string what, byte[]? json) =>
        json is { Length: > MaxConfiguration } ? new(Outcome.Invalid, $"{what} must be at most {MaxConfiguration} bytes long") : null;
}
