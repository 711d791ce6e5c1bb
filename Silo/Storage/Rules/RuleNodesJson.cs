using System.Buffers;
using System.Text;
using System.Text.Json;
using OrleansIot.Rules;

namespace OrleansIot.Silo.Storage.Rules;

/// <summary>Nodes and connections of a chain as the JSON that its row holds.</summary>
internal static class RuleNodesJson
{
    public static string Write(RuleChainMetadata metadata)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(output))
        {
            writer.WriteStartObject();
            if (metadata.FirstNode is { } first)
                writer.WriteNumber("first", first);
            writer.WriteStartArray("nodes");
            foreach (var node in metadata.Nodes)
                Write(writer, node);
            writer.WriteEndArray();
            writer.WriteStartArray("connections");
            foreach (var connection in metadata.Connections)
            {
                writer.WriteStartObject();
                writer.WriteNumber("from", connection.From);
                writer.WriteNumber("to", connection.To);
                writer.WriteString("relation", connection.Relation);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    public static RuleChainMetadata Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        return new(
            root.TryGetProperty("first", out var first) ? first.GetInt32() : null,
            [.. root.GetProperty("nodes").EnumerateArray().Select(ReadNode)],
            [.. root.GetProperty("connections").EnumerateArray().Select(c => new RuleConnection(
                c.GetProperty("from").GetInt32(), c.GetProperty("to").GetInt32(), c.GetProperty("relation").GetString()!))]);
    }

    private static void Write(Utf8JsonWriter writer, RuleNodeInfo node)
    {
        writer.WriteStartObject();
        writer.WriteString("id", node.Id);
        writer.WriteNumber("createdTime", node.CreatedTime);
        writer.WriteString("type", node.Type);
        writer.WriteString("name", node.Name);
        writer.WriteBoolean("debugFailures", node.Debug.Failures);
        writer.WriteBoolean("debugAll", node.Debug.All);
        writer.WriteNumber("debugAllUntil", node.Debug.AllUntil);
        writer.WriteBoolean("singleton", node.SingletonMode);
        writer.WriteString("queue", node.QueueName);
        writer.WriteNumber("configurationVersion", node.ConfigurationVersion);
        writer.WritePropertyName("configuration");
        writer.WriteRawValue(node.Configuration);
        if (node.AdditionalInfo is { } info)
        {
            writer.WritePropertyName("additionalInfo");
            writer.WriteRawValue(info);
        }
        writer.WriteEndObject();
    }

    private static RuleNodeInfo ReadNode(JsonElement node) => new(
        node.GetProperty("id").GetGuid(),
        node.GetProperty("createdTime").GetInt64(),
        node.GetProperty("type").GetString()!,
        node.GetProperty("name").GetString()!,
        new(node.GetProperty("debugFailures").GetBoolean(), node.GetProperty("debugAll").GetBoolean(), node.GetProperty("debugAllUntil").GetInt64()),
        node.GetProperty("singleton").GetBoolean(),
        node.GetProperty("queue").GetString(),
        node.GetProperty("configurationVersion").GetInt32(),
        Encoding.UTF8.GetBytes(node.GetProperty("configuration").GetRawText()),
        node.TryGetProperty("additionalInfo", out var info) ? Encoding.UTF8.GetBytes(info.GetRawText()) : null);
}
