using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using OrleansIot.Devices;
using OrleansIot.Grains.Devices;
using OrleansIot.Provisioning;

namespace OrleansIot.Grains.Provisioning;

/// <summary>What registration must keep to (device API specification, section 6.3).</summary>
internal static partial class ProvisionRules
{
    private const int NameLength = 20;
    private const string NameLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>In a time that says nothing about the secret.</summary>
    public static bool IsSecret(string? secret, string given) =>
        !string.IsNullOrEmpty(secret)
        && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(secret)), SHA256.HashData(Encoding.UTF8.GetBytes(given)));

    /// <summary>The device to be created; null: it is refused.</summary>
    public static NewDevice? Make(ProvisionRequest request, Guid profile)
    {
        if (request is not { Credentials: { } credentials } || request.Name is "" || request.Name is { } given && Markup().IsMatch(given))
            return null;
        var name = request.Name ?? MadeUp(request.Attempt);
        var info = request.Gateway ? """{"gateway":true}"""u8.ToArray() : null;
        var fields = new DeviceFields(name, null, profile, null, info);
        if ((DeviceRules.Check(fields) ?? DeviceRules.Check(credentials)) is not null)
            return null;
        return new(request.Attempt, request.Now, fields, credentials, [ProvisionFacet.InitialState(request.Now)]);
    }

    /// <summary>Follows from the request, so that one which is tried again means the device that it has made.</summary>
    private static string MadeUp(Guid attempt) =>
        new([.. SHA256.HashData(attempt.ToByteArray()).Take(NameLength).Select(unit => NameLetters[unit % NameLetters.Length])]);

    /// <summary>Names come from anybody who knows the profile's secret, and are shown to operators.</summary>
    [GeneratedRegex("<[A-Za-z/!?]")]
    private static partial Regex Markup();
}
