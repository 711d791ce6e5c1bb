using System.Text.Json;
using OrleansIot.DeviceProfiles;

namespace OrleansIot.Grains.Retention;

/// <summary>Reads from a device profile how long the readings of its devices stay.</summary>
internal static class ProfileLife
{
    /// <summary>Member of the profile's document: days, 0 for ever, absent or null as the installation is configured.</summary>
    private const string Member = "storageTtlDays";

    public static TimeSpan? Of(DeviceProfileInfo profile)
    {
        var reader = new Utf8JsonReader(profile.Fields.Document);
        while (reader.Read())
        {
            if (reader is not { TokenType: JsonTokenType.PropertyName, CurrentDepth: 1 })
                continue;
            var isIt = reader.ValueTextEquals(Member);
            reader.Read();
            if (isIt)
                return reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var days) && days >= 0 ? TimeSpan.FromDays(days) : null;
            reader.Skip();
        }

        return null;
    }
}
