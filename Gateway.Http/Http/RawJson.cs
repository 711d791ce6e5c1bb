using System.Text.Json;
using System.Text.Json.Serialization;

namespace OrleansIot.Gateway.Http;

/// <summary>A member that is JSON already, and is passed on as it was spelt.</summary>
[JsonConverter(typeof(Converter))]
internal readonly record struct RawJson(byte[] Utf8)
{
    public static RawJson? Of(byte[]? json) => json is null ? null : new(json);

    internal sealed class Converter : JsonConverter<RawJson>
    {
        public override RawJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, RawJson value, JsonSerializerOptions options) => writer.WriteRawValue(value.Utf8, skipInputValidation: true);
    }
}
