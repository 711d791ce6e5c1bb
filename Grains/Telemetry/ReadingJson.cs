using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using OrleansIot.Grains.Values;
using OrleansIot.Telemetry;
using OrleansIot.Values;

namespace OrleansIot.Grains.Telemetry;

/// <summary>Readings as the JSON that rule chains work on, and back.</summary>
internal static class ReadingJson
{
    private const int MaxKey = 255;

    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary><c>[{"ts":…,"values":{…}}, …]</c>: one element for the readings of an instant, in the order in which instants first come.</summary>
    public static byte[] Write(Reading[] readings)
    {
        var output = new ArrayBufferWriter<byte>(64 * readings.Length);
        using (var writer = new Utf8JsonWriter(output, Plain))
        {
            writer.WriteStartArray();
            if (readings.All(r => r.Ts == readings[0].Ts))
                Write(writer, readings[0].Ts, readings);
            else
                foreach (var group in readings.GroupBy(r => r.Ts))
                    Write(writer, group.Key, group);
            writer.WriteEndArray();
        }
        return output.WrittenSpan.ToArray();
    }

    /// <summary><c>{"key":value, …}</c></summary>
    public static byte[] Write(IEnumerable<(string Key, TypedValue Value)> values)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(output, Plain))
        {
            writer.WriteStartObject();
            foreach (var (key, value) in values)
                ValueJson.Write(writer, key, value);
            writer.WriteEndObject();
        }
        return output.WrittenSpan.ToArray();
    }

    /// <summary>The elements of <see cref="Write(Reading[])"/>: each instant with the JSON of its values.</summary>
    public static IEnumerable<(long Ts, byte[] Values)> Split(byte[] groups)
    {
        var split = new List<(long, byte[])>();
        var reader = new Utf8JsonReader(groups);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            reader.Read();
            reader.Read();
            var ts = reader.GetInt64();
            reader.Read();
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            split.Add((ts, groups[start..(int)reader.BytesConsumed]));
            reader.Read();
        }
        return split;
    }

    /// <summary>Readings of what a chain made: an object of values, <c>{"ts":…,"values":{…}}</c>, or an array of either. Nulls are left out.</summary>
    /// <param name="ts">For values without an instant of their own.</param>
    public static bool TryParse(byte[] data, long ts, out Reading[] readings, out string problem)
    {
        readings = [];
        var found = new Dictionary<(string, long), Reading>();
        try
        {
            var reader = new Utf8JsonReader(data, new JsonReaderOptions { MaxDepth = 256 });
            problem = Read(JsonElement.ParseValue(ref reader), ts, found) ?? "";
        }
        catch (JsonException)
        {
            problem = "The message is no JSON";
        }
        if (problem.Length > 0)
            return false;
        readings = [.. found.Values];
        return true;
    }

    private static void Write(Utf8JsonWriter writer, long ts, IEnumerable<Reading> readings)
    {
        writer.WriteStartObject();
        writer.WriteNumber("ts"u8, ts);
        writer.WriteStartObject("values"u8);
        foreach (var reading in readings)
            ValueJson.Write(writer, reading.Key, reading.Value);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static string? Read(JsonElement data, long ts, Dictionary<(string, long), Reading> found)
    {
        if (data.ValueKind == JsonValueKind.Array)
            return data.EnumerateArray().Select(element => element.ValueKind == JsonValueKind.Object ? Read(element, ts, found) : NoObject).FirstOrDefault(problem => problem is not null);
        if (data.ValueKind != JsonValueKind.Object)
            return NoObject;
        if (data.TryGetProperty("ts", out var at) && data.TryGetProperty("values", out var values) && values.ValueKind == JsonValueKind.Object)
        {
            if (at.ValueKind != JsonValueKind.Number || !at.TryGetInt64(out ts))
                return "The ts of the message is no number of milliseconds";
            data = values;
        }
        foreach (var member in data.EnumerateObject())
        {
            if (member.Name.Length > MaxKey || string.IsNullOrWhiteSpace(member.Name) || member.Name.Contains('\0'))
                return $"A key is blank, longer than {MaxKey} characters, or holds NUL";
            if (member.Value.ValueKind != JsonValueKind.Null)
                found[(member.Name, ts)] = new(member.Name, ts, ValueJson.Parse(member.Value));
        }
        return null;
    }

    private const string NoObject = "The message is no object of values";
}
