using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;

namespace OrleansIot.Race.References;

/// <summary>What a reference does with a request for registration besides storing it: reads and checks it, and makes a token.</summary>
internal static class Registration
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>Null: the secret is wrong.</summary>
    public static (string Name, string Token)? Read(in ReadOnlySequence<byte> body)
    {
        var reader = new Utf8JsonReader(body);
        using var json = JsonDocument.ParseValue(ref reader);
        var root = json.RootElement;
        return root.GetProperty("provisionDeviceKey").ValueEquals(Lifecycle.ProvisionWorkload.Key) && root.GetProperty("provisionDeviceSecret").ValueEquals(Lifecycle.ProvisionWorkload.Secret)
            ? (root.GetProperty("deviceName").GetString()!, RandomNumberGenerator.GetString(Letters, 20))
            : null;
    }

    public static byte[] Answer(string token) => JsonSerializer.SerializeToUtf8Bytes(new { credentialsValue = token, credentialsType = "ACCESS_TOKEN", status = "SUCCESS" });
}
