using System.Text.Json;

namespace OrleansIot.Grains.Rules.Nodes;

/// <summary>Whether the message and its metadata have certain members: all of them, or any.</summary>
internal sealed class CheckMembersNode(NodeSettings settings) : DecidingNode
{
    private readonly IReadOnlyList<string> _members = settings.Texts("messageNames");
    private readonly IReadOnlyList<string> _texts = settings.Texts("metadataNames");
    private readonly bool _all = settings.Flag("checkAllKeys", true);

    protected override NodeResult Decide(RuleMessage message)
    {
        var there = _members.Select(name => HasMember(message, name)).Concat(_texts.Select(message.Metadata.ContainsKey));
        return NodeResult.Verdict(_all ? there.All(found => found) : there.Any(found => found), message);
    }

    private static bool HasMember(RuleMessage message, string name)
    {
        var reader = new Utf8JsonReader(message.Data);
        return JsonElement.TryParseValue(ref reader, out var data) && data is { ValueKind: JsonValueKind.Object } value
            && value.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null;
    }
}
