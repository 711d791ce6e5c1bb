using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Encodings.Web;
using System.Text.Json;
using OrleansIot.Gateway.Wire;

namespace OrleansIot.Gateway.Rules;

/// <summary>Reads the body of a call: an object with a scalar <c>method</c> and any <c>params</c>, both mandatory (specification, section 4).</summary>
internal static class CallParser
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };
    private static readonly JsonReaderOptions Deep = new() { MaxDepth = LenientJson.MaxDepth + 1 };

    /// <summary>Strict JSON <c>{"method":"…","params":…}</c>, or why the body is no call.</summary>
    public static bool TryParse(ReadOnlySpan<byte> body, [NotNullWhen(true)] out byte[]? call, out string problem)
    {
        call = null;
        if (!LenientJson.TryNormalize(body, out var json, out var refusal))
        {
            problem = refusal.Reason;
            return false;
        }
        var reader = new Utf8JsonReader(json, Deep);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            problem = "A call is an object";
            return false;
        }
        if (!TryReadMembers(ref reader, json, out var method, out var parameters, out problem))
            return false;
        call = Write(method, parameters);
        return true;
    }

    private static bool TryReadMembers(ref Utf8JsonReader reader, byte[] json, [NotNullWhen(true)] out string? method, out ReadOnlySpan<byte> parameters, out string problem)
    {
        method = null;
        parameters = default;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var (isMethod, isParams) = (reader.ValueTextEquals("method"u8), reader.ValueTextEquals("params"u8));
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            if (isMethod && !TryReadScalar(ref reader, out method))
            {
                problem = "The 'method' of a call must be a text, a number or a boolean";
                return false;
            }
            reader.Skip();
            if (isParams)
                parameters = json.AsSpan(start, (int)reader.BytesConsumed - start);
        }
        problem = method is null ? "A call needs the member 'method'" : parameters.IsEmpty ? "A call needs the member 'params'" : "";
        return problem.Length == 0;
    }

    private static bool TryReadScalar(ref Utf8JsonReader reader, out string? text)
    {
        text = reader.TokenType switch
        {
            JsonTokenType.String => reader.GetString(),
            JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False => System.Text.Encoding.UTF8.GetString(reader.ValueSpan),
            _ => null,
        };
        return text is not null;
    }

    private static byte[] Write(string method, ReadOnlySpan<byte> parameters)
    {
        var output = new ArrayBufferWriter<byte>(parameters.Length + method.Length + 32);
        using (var writer = new Utf8JsonWriter(output, Plain))
        {
            writer.WriteStartObject();
            writer.WriteString("method"u8, method);
            writer.WritePropertyName("params"u8);
            writer.WriteRawValue(parameters, skipInputValidation: true);
            writer.WriteEndObject();
        }
        return output.WrittenSpan.ToArray();
    }
}
