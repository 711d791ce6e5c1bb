using System.Text.Json;
using System.Text.RegularExpressions;

namespace OrleansIot.Grains.Rules.Nodes;

/// <summary>A text with places for <c>${name}</c> of the metadata and <c>$[name]</c> of the message's data, where dots lead inwards. What is not there stays as it is written.</summary>
internal sealed partial class MessagePattern(string pattern)
{
    private readonly bool _isPlain = !pattern.Contains('$');

    public string Fill(RuleMessage message, Func<string, string>? encode = null)
    {
        if (_isPlain)
            return pattern;
        JsonElement? data = null;
        return Place().Replace(pattern, match =>
        {
            var name = match.Groups["name"].Value;
            var found = match.ValueSpan[1] == '{' ? message.Metadata.GetValueOrDefault(name) : Find(data ??= Parse(message.Data), name);
            return found is null ? match.Value : encode is null ? found : encode(found);
        });
    }

    private static JsonElement Parse(byte[] data)
    {
        var reader = new Utf8JsonReader(data);
        return JsonElement.TryParseValue(ref reader, out var element) ? element.Value : default;
    }

    private static string? Find(JsonElement data, string path)
    {
        foreach (var name in path.Split('.'))
        {
            if (data.ValueKind != JsonValueKind.Object || !data.TryGetProperty(name, out data))
                return null;
        }
        return data.ValueKind switch
        {
            JsonValueKind.Undefined or JsonValueKind.Null => null,
            JsonValueKind.String => data.GetString(),
            _ => data.GetRawText(),
        };
    }

    [GeneratedRegex(@"\$(\{(?<name>[^{}]{1,255})\}|\[(?<name>[^\[\]]{1,255})\])")]
    private static partial Regex Place();
}
