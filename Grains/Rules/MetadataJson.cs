using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace OrleansIot.Grains.Rules;

/// <summary>A message's metadata as JSON.</summary>
internal static class MetadataJson
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(IReadOnlyDictionary<string, string> metadata) => Encoding.UTF8.GetString(WriteBytes(metadata));

    public static byte[] WriteBytes(IEnumerable<KeyValuePair<string, string>> metadata)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(output, Plain))
        {
            writer.WriteStartObject();
            foreach (var (name, text) in metadata)
                writer.WriteString(name, text);
            writer.WriteEndObject();
        }
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Adds the members of an object to the metadata.</summary>
    public static void ReadInto(Dictionary<string, string> metadata, ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
                continue;
            var name = reader.GetString()!;
            reader.Read();
            metadata[name] = reader.GetString() ?? "";
        }
    }
}
