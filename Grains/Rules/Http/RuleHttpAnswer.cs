using System.Text;
using System.Text.Json;

namespace OrleansIot.Grains.Rules.Http;

/// <summary>How a request ended.</summary>
/// <param name="Problem">Null: with a status of success.</param>
/// <param name="Facts">What the metadata is told of it.</param>
internal sealed record RuleHttpAnswer(string? Problem, byte[] Body, IReadOnlyList<(string Name, string Value)> Facts)
{
    private static readonly byte[] Nothing = "{}"u8.ToArray();

    /// <summary>The body as a message's data: JSON as it came, other text as a JSON string.</summary>
    /// <param name="unquote">A body that is a JSON string stands for the JSON inside it.</param>
    public byte[] BodyAsJson(bool unquote)
    {
        if (Body.Length == 0)
            return Nothing;
        if (!IsJson(Body))
            return JsonSerializer.SerializeToUtf8Bytes(Encoding.UTF8.GetString(Body));
        if (!unquote || Body[0] != '"')
            return Body;
        var inner = Encoding.UTF8.GetBytes(JsonSerializer.Deserialize<string>(Body)!);
        return IsJson(inner) ? inner : Body;
    }

    private static bool IsJson(byte[] body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            return reader.Read() && reader.TrySkip() && !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
