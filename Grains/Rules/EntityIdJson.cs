using System.Text.Json;

namespace OrleansIot.Grains.Rules;

/// <summary>Ids of entities as messages write them.</summary>
internal static class EntityIdJson
{
    /// <param name="type">As <c>DEVICE</c>.</param>
    public static void WriteId(this Utf8JsonWriter writer, string member, string type, Guid id)
    {
        writer.WriteStartObject(member);
        writer.WriteString("entityType", type);
        writer.WriteString("id", id);
        writer.WriteEndObject();
    }
}
