using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OrleansIot.Claiming;
using OrleansIot.Gateway.Wire;

namespace OrleansIot.Gateway.Claiming;

/// <summary>Reads what claims say (specification 5.1, 5.2).</summary>
internal static class ClaimForm
{
    private const string SecretMember = "secretKey";
    private const string DurationMember = "durationMs";

    public static readonly byte[] NoSecret = Hash("");

    /// <summary>What a device offers. A refusal names the problem.</summary>
    public static string? ReadOffer(ReadOnlySpan<byte> body, long now, out ClaimOffer offer)
    {
        offer = new(NoSecret, 0, now);
        if (!LenientObject.TryRead(body, out var members, out var refusal))
            return refusal.Reason;
        var duration = 0L;
        if (members.TryGetValue(DurationMember, out var given) && !TryReadDuration(given, out duration))
            return $"'{DurationMember}' must be a number of milliseconds";
        if (!members.TryGetValue(SecretMember, out var secret))
            offer = offer with { Duration = duration };
        else if (secret.IsText)
            offer = new(Hash(secret.Text!), duration, now);
        else
            return $"'{SecretMember}' must be text";
        return null;
    }

    /// <summary>What a user says; null is no secret here.</summary>
    public static string? ReadSecret(ReadOnlySpan<byte> body, out byte[] hash)
    {
        hash = NoSecret;
        if (!LenientObject.TryRead(body, out var members, out var refusal))
            return refusal.Reason;
        if (!members.TryGetValue(SecretMember, out var secret) || secret.Kind == TokenKind.Null)
            return null;
        if (!secret.IsText)
            return $"'{SecretMember}' must be text";
        hash = Hash(secret.Text!);
        return null;
    }

    private static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    /// <summary>A fraction is cut off; beyond 64 bits, the largest.</summary>
    private static bool TryReadDuration(WireScalar given, out long duration)
    {
        duration = 0;
        if (given.Kind is not (TokenKind.Number or TokenKind.Word or TokenKind.String)
            || !double.TryParse(given.Text, NumberStyles.Float & ~NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number))
            return false;
        if (!long.TryParse(given.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out duration))
            duration = (long)number;
        return true;
    }
}
