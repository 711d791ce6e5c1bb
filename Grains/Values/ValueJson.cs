using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using OrleansIot.Values;

namespace OrleansIot.Grains.Values;

/// <summary>Typed values as JSON of their type. A DOUBLE keeps its point, so that it comes back as one.</summary>
internal static class ValueJson
{
    private const int LongestNumber = 32;

    public static void Write(Utf8JsonWriter writer, string name, in TypedValue value)
    {
        writer.WritePropertyName(name);
        switch (value.Kind)
        {
            case ValueKind.Boolean:
                writer.WriteBooleanValue(value.AsBoolean);
                break;
            case ValueKind.Long:
                writer.WriteNumberValue(value.AsLong);
                break;
            case ValueKind.Double:
                WriteDouble(writer, value.AsDouble);
                break;
            case ValueKind.String:
                writer.WriteStringValue(value.Text);
                break;
            case ValueKind.Json:
                writer.WriteRawValue(value.Text, skipInputValidation: true);
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }

    /// <param name="element">Not null.</param>
    public static TypedValue Parse(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.True or JsonValueKind.False => TypedValue.Boolean(element.GetBoolean()),
        JsonValueKind.Number => ParseNumber(element),
        JsonValueKind.String => TypedValue.String(Text(element.GetString()!)),
        _ => TypedValue.Json(Encoding.UTF8.GetBytes(element.GetRawText())),
    };

    private static void WriteDouble(Utf8JsonWriter writer, double value)
    {
        Span<byte> text = stackalloc byte[LongestNumber];
        Utf8Formatter.TryFormat(value, text, out var length);
        if (text[..length].IndexOfAny((byte)'.', (byte)'E') < 0)
        {
            ".0"u8.CopyTo(text[length..]);
            length += 2;
        }
        writer.WriteRawValue(text[..length], skipInputValidation: true);
    }

    private static TypedValue ParseNumber(JsonElement element)
    {
        if (element.TryGetInt64(out var whole) && element.GetRawText().AsSpan().IndexOfAny('.', 'e', 'E') < 0)
            return TypedValue.Long(whole);
        return double.IsFinite(element.GetDouble()) ? TypedValue.Double(element.GetDouble()) : TypedValue.String(element.GetRawText());
    }

    private static string Text(string text) => text.Contains('\0') ? text.Replace("\0", "", StringComparison.Ordinal) : text;
}
