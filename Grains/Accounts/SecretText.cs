using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace OrleansIot.Grains.Accounts;

/// <summary>Random texts that open something, and the hashes that are stored of them.</summary>
internal static class SecretText
{
    private const string Readable = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789";

    /// <summary>256 bits, safe in a URL.</summary>
    public static string NewToken() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>For people: no letters that look alike.</summary>
    public static string NewPassword() => RandomNumberGenerator.GetString(Readable, 20);

    public static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
