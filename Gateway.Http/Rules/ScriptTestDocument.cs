using System.Text;
using System.Text.Json;
using OrleansIot.Gateway.Http;
using OrleansIot.Rules;

namespace OrleansIot.Gateway.Rules;

/// <summary>A script to try, as ThingsBoard's clients ask for it.</summary>
internal sealed record ScriptTestDocument
{
    private static readonly string[] Arguments = ["msg", "metadata", "msgType"];

    public string? Script { get; init; }

    public string? ScriptType { get; init; }

    public IReadOnlyList<string>? ArgNames { get; init; }

    /// <summary>The message's data: JSON in a string, or the JSON itself.</summary>
    public JsonElement? Msg { get; init; }

    public JsonElement? Metadata { get; init; }

    public string? MsgType { get; init; }

    public ScriptTest ToTest(string language, MemberReader members)
    {
        if (ArgNames is not null && !ArgNames.SequenceEqual(Arguments))
            members.Refuse("'argNames' must be [\"msg\",\"metadata\",\"msgType\"]");
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        if (Metadata is { ValueKind: JsonValueKind.Object } texts)
            foreach (var text in texts.EnumerateObject())
                metadata[text.Name] = text.Value.ValueKind == JsonValueKind.String ? text.Value.GetString()! : text.Value.GetRawText();
        var message = Msg is not { } msg ? "{}" : msg.ValueKind == JsonValueKind.String ? msg.GetString()! : msg.GetRawText();
        return new(language, ScriptType ?? "", Script ?? "", Encoding.UTF8.GetBytes(message), metadata, MsgType ?? "");
    }
}
