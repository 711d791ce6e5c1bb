using System.Buffers;
using System.Text.Json;
using OrleansIot.Accounts;
using OrleansIot.Attributes;
using OrleansIot.Grains.Telemetry;
using OrleansIot.Telemetry;

namespace OrleansIot.Grains.Rules;

/// <summary>Data and metadata of messages that tell what happened to a device.</summary>
internal static class RuleEvents
{
    public static byte[] Of(AttributeBatch batch) => ReadingJson.Write(batch.Values.Select(v => (v.Key, v.Value)));

    public static byte[] Deleted(string[] attributes) => JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string[]> { ["attributes"] = attributes });

    public static byte[] Deleted(TelemetryDeletion deletion)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(output))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("timeseries");
            foreach (var key in deletion.Keys)
                writer.WriteStringValue(key);
            writer.WriteEndArray();
            if (!deletion.All)
            {
                writer.WriteNumber("startTs", deletion.StartTs);
                writer.WriteNumber("endTs", deletion.EndTs);
            }
            writer.WriteEndObject();
        }
        return output.WrittenSpan.ToArray();
    }

    public static byte[] By(Caller caller, AttributeScope? scope = null)
    {
        var metadata = new List<KeyValuePair<string, string>> { new("userId", caller.UserId.ToString("D")) };
        if (scope is { } one)
            metadata.Add(new("scope", $"{one.ToString().ToUpperInvariant()}_SCOPE"));
        return MetadataJson.WriteBytes(metadata);
    }
}
