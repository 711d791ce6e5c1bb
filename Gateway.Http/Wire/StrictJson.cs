using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace OrleansIot.Gateway.Wire;

/// <summary>Strict JSON that is kept as it was spelt: numbers, escapes and repeated names stay, only the blanks between the tokens go.</summary>
internal static class StrictJson
{
    /// <summary>Objects and arrays inside each other; deeper documents are taken for no JSON.</summary>
    public static readonly JsonReaderOptions Options = new() { MaxDepth = LenientReader.MaxDepth };

    /// <param name="text">Valid UTF-8.</param>
    /// <returns>False: it is not one JSON document.</returns>
    public static bool TryCompact(ReadOnlySpan<byte> text, [NotNullWhen(true)] out byte[]? json)
    {
        json = null;
        var output = new PooledBuffer(stackalloc byte[512]);
        try
        {
            var reader = new Utf8JsonReader(text, Options);
            var needsComma = false;
            while (reader.Read())
                Append(ref output, reader, ref needsComma);
            json = output.Written.ToArray();
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
        finally
        {
            output.Dispose();
        }
    }

    private static void Append(ref PooledBuffer output, in Utf8JsonReader reader, ref bool needsComma)
    {
        var opens = reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray;
        var closes = reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray;
        if (needsComma && !closes)
            output.Append((byte)',');
        needsComma = !opens && reader.TokenType != JsonTokenType.PropertyName;
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName or JsonTokenType.String:
                output.Append((byte)'"');
                output.Append(reader.ValueSpan);
                output.Append(reader.TokenType == JsonTokenType.PropertyName ? "\":"u8 : "\""u8);
                break;
            default:
                output.Append(reader.ValueSpan);
                break;
        }
    }
}
