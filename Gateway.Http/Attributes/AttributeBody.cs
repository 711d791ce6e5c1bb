using System.Text.Json;
using OrleansIot.Attributes;
using OrleansIot.Gateway.Http;
using OrleansIot.Gateway.Wire;

namespace OrleansIot.Gateway.Attributes;

/// <summary>Attributes as the management API takes them: strict JSON, strings stay strings, no nulls.</summary>
internal static class AttributeBody
{
    private const int MaxDepth = 255;

    private static readonly Problem NoJson = Problem.Bad("Invalid JSON");
    private static readonly Problem NoObject = Problem.Bad("Request is not a JSON object");
    private static readonly Problem NoAttributes = Problem.Bad("No attributes data found in request body!");
    private static readonly Problem BlankKey = Problem.Bad("Key cannot be blank");

    public static Problem? Read(ReadOnlySpan<byte> utf8, long now, WireOptions wire, out AttributeBatch? batch)
    {
        batch = null;
        if (Check(utf8) is { } problem)
            return problem;
        if (!AttributeParser.TryParse(utf8, now, wire with { CastStrings = false, RefuseNulls = true }, out batch, out var refusal))
            return Problem.Bad(refusal.Reason);
        return null;
    }

    private static Problem? Check(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = MaxDepth });
        var (empty, blank) = (true, false);
        try
        {
            reader.Read();
            var isObject = reader.TokenType == JsonTokenType.StartObject;
            while (reader.Read())
            {
                if (reader.TokenType != JsonTokenType.PropertyName || reader.CurrentDepth != 1)
                    continue;
                empty = false;
                blank |= reader.ValueTextEquals("") || (reader.ValueSpan.Length <= 255 && string.IsNullOrWhiteSpace(reader.GetString()));
            }
            return !isObject ? NoObject : empty ? NoAttributes : blank ? BlankKey : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return NoJson;
        }
    }
}
