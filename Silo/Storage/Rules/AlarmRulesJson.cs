using System.Text;
using System.Text.Json;

namespace OrleansIot.Silo.Storage.Rules;

/// <summary>The alarm rules of a device profile, as far as they are looked at. Read here, because no text of PostgreSQL holds all that JSON may spell.</summary>
internal static class AlarmRulesJson
{
    /// <param name="document">The profile's document; null: there is no such profile.</param>
    public static bool Any(string? document)
    {
        if (document is null)
            return false;
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(document), new() { MaxDepth = 512 });
        return TryEnter(ref reader, "profileData"u8) && TryEnter(ref reader, "alarms"u8) && reader.TokenType == JsonTokenType.StartArray
            && reader.Read() && reader.TokenType != JsonTokenType.EndArray;
    }

    /// <summary>From an object, or in front of it, to the value of its member.</summary>
    private static bool TryEnter(ref Utf8JsonReader reader, ReadOnlySpan<byte> member)
    {
        if (reader.TokenType == JsonTokenType.None)
            reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
            return false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var found = reader.ValueTextEquals(member);
            reader.Read();
            if (found)
                return true;
            reader.Skip();
        }
        return false;
    }
}
