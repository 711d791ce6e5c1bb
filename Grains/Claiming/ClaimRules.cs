using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using OrleansIot.Attributes;
using OrleansIot.Claiming;
using OrleansIot.Values;

namespace OrleansIot.Grains.Claiming;

/// <summary>Who gets a device (device API specification, section 5.2).</summary>
internal static class ClaimRules
{
    /// <summary>Server attribute: whether the device may offer itself although claiming is closed by default.</summary>
    public const string AllowedKey = "claimingAllowed";

    /// <summary>Server attribute: an offer that an operator makes for the device, <c>{"secretKey":"…","expirationTime":ms}</c>.</summary>
    public const string DataKey = "claimingData";

    public static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    /// <param name="stored">What the device offers.</param>
    /// <param name="prepared">What an operator offers for it; null: nothing.</param>
    public static ClaimVerdict Judge(ClaimRecord stored, ClaimRecord? prepared, bool owned, ClaimRequest request)
    {
        if (stored.Attempt == request.Attempt)
            return ClaimVerdict.WonBefore;
        var offer = IsOpen(stored, request.Now) ? stored : prepared ?? stored;
        if (offer.SecretHash is null)
            return owned ? ClaimVerdict.Owned : ClaimVerdict.NotOffered;
        if (!IsOpen(offer, request.Now))
            return ClaimVerdict.NotOffered;
        if (!CryptographicOperations.FixedTimeEquals(offer.SecretHash, request.SecretHash))
            return ClaimVerdict.WrongSecret;
        return owned ? ClaimVerdict.OwnedAlready : ClaimVerdict.Won;
    }

    public static bool IsTrue(AttributeEntry[] entries) => entries is [{ Value: { Kind: ValueKind.Boolean, AsBoolean: true } }];

    /// <summary>The offer in the attribute; null: there is none, or none that can be understood.</summary>
    public static ClaimRecord? ReadPrepared(AttributeEntry[] entries)
    {
        if (entries is not [{ Value: { Kind: ValueKind.Json or ValueKind.String } value }])
            return null;
        try
        {
            using var document = JsonDocument.Parse(value.TextBytes);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("expirationTime", out var until) || Instant(until) is not { } expiresAt)
                return null;
            var secret = root.TryGetProperty("secretKey", out var text) ? Text(text) : "";
            return secret is null ? null : new(Hash(secret), expiresAt, null);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static bool IsOpen(ClaimRecord offer, long now) => offer.SecretHash is not null && now <= offer.ExpiresAt;

    /// <summary>Numbers may come as text.</summary>
    private static long? Instant(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Number when element.TryGetInt64(out var number) => number,
        JsonValueKind.String when long.TryParse(element.GetString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };

    private static string? Text(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => element.GetRawText(),
        JsonValueKind.Null => "",
        _ => null,
    };
}
