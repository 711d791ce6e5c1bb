using System.Text.Json;
using OrleansIot.Grains.Rules.Scripts;
using OrleansIot.Rules;

namespace OrleansIot.Grains.Rules.Nodes;

/// <summary>Reads a node's configuration; remembers the first thing that is wrong with it.</summary>
internal sealed class NodeSettings
{
    private readonly ScriptOptions _scripts;
    private readonly JsonElement _configuration;

    public NodeSettings(RuleNodeInfo node, ScriptOptions scripts)
    {
        _scripts = scripts;
        var reader = new Utf8JsonReader(node.Configuration);
        _configuration = JsonElement.ParseValue(ref reader);
    }

    public string? Problem { get; private set; }

    public void Refuse(string problem) => Problem ??= problem;

    public string Text(string member, string fallback) =>
        Find(member) is not { } value ? fallback : value.ValueKind == JsonValueKind.String ? value.GetString()! : Wrong(member, "a text", fallback);

    public string RequiredText(string member)
    {
        var text = Text(member, "");
        if (string.IsNullOrWhiteSpace(text))
            Refuse($"'{member}' is missing");
        return text;
    }

    public bool Flag(string member, bool fallback = false) =>
        Find(member) is not { } value ? fallback : value.ValueKind switch
        {
            JsonValueKind.True or JsonValueKind.False => value.GetBoolean(),
            // Older documents have some of them as texts.
            JsonValueKind.String when bool.TryParse(value.GetString(), out var text) => text,
            _ => Wrong(member, "true or false", fallback),
        };

    public int Number(string member, int fallback, int min, int max)
    {
        if (Find(member) is not { } value)
            return fallback;
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt32(out var number) || number < min || number > max)
            return Wrong(member, $"a number from {min} to {max}", fallback);
        return number;
    }

    public IReadOnlyList<string> Texts(string member)
    {
        if (Find(member) is not { } value)
            return [];
        if (value.ValueKind != JsonValueKind.Array || value.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.String))
            return Wrong<IReadOnlyList<string>>(member, "a list of texts", []);
        return [.. value.EnumerateArray().Select(item => item.GetString()!)];
    }

    public IReadOnlyDictionary<string, string> Map(string member)
    {
        if (Find(member) is not { } value)
            return new Dictionary<string, string>();
        if (value.ValueKind != JsonValueKind.Object || value.EnumerateObject().Any(item => item.Value.ValueKind != JsonValueKind.String))
            return Wrong<IReadOnlyDictionary<string, string>>(member, "an object of texts", new Dictionary<string, string>());
        return value.EnumerateObject().DistinctBy(item => item.Name).ToDictionary(item => item.Name, item => item.Value.GetString()!, StringComparer.Ordinal);
    }

    /// <summary>A member of the object in another member; null where either is missing.</summary>
    public string? Inner(string member, string inner) =>
        Find(member) is { ValueKind: JsonValueKind.Object } value && value.TryGetProperty(inner, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;

    public Guid? Id(string member)
    {
        if (Find(member) is not { } value)
            return null;
        if (value.ValueKind == JsonValueKind.String && Guid.TryParseExact(value.GetString(), "D", out var id))
            return id;
        return Wrong<Guid?>(member, "a UUID", null);
    }

    /// <summary>The script of the node; where there is none, the problem says so.</summary>
    public RuleScript Script(ScriptKind kind, string member = "jsScript")
    {
        var language = Text("scriptLang", "JS");
        if (language != "JS")
            Refuse($"the script language {language} is not available: write the script in JavaScript and set 'scriptLang' to 'JS'");
        var script = RuleScript.TryParse(Text(member, ""), kind, _scripts, out var problem);
        if (script is null)
            Refuse($"'{member}' cannot run: {problem}");
        return script!;
    }

    private JsonElement? Find(string member) =>
        _configuration.ValueKind == JsonValueKind.Object && _configuration.TryGetProperty(member, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private T Wrong<T>(string member, string kind, T fallback)
    {
        Refuse($"'{member}' must be {kind}");
        return fallback;
    }
}
