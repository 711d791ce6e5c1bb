using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using OrleansIot.Grains.Rules.Scripts;

namespace OrleansIot.Grains.Rules;

/// <summary>Scripts that are tried on a sample: ThingsBoard's words for their kinds, and results as text.</summary>
internal static class ScriptTests
{
    public static readonly RuleOriginator Nobody = new(Guid.Empty, 0, "", "", Guid.Empty, null);

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static ScriptKind? Kind(string name) => name switch
    {
        "filter" => ScriptKind.Filter,
        "switch" => ScriptKind.Switch,
        "update" => ScriptKind.Transform,
        "json" => ScriptKind.Json,
        "string" => ScriptKind.Text,
        _ => null,
    };

    public static string Show(ScriptKind kind, ScriptResult result) => kind switch
    {
        ScriptKind.Filter => result.Verdict ? "true" : "false",
        ScriptKind.Switch => JsonSerializer.Serialize(result.Relations, Plain),
        ScriptKind.Transform when result.Messages is [var only] => Show(only),
        ScriptKind.Transform => $"[{string.Join(",", result.Messages.Select(Show))}]",
        _ => result.Text,
    };

    private static string Show(RuleMessage message) =>
        $$"""{"msg":{{Encoding.UTF8.GetString(message.Data)}},"metadata":{{MetadataJson.Write(message.Metadata)}},"msgType":{{JsonSerializer.Serialize(message.Type, Plain)}}}""";
}
