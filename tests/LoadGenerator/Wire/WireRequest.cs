using System.Globalization;
using System.Text;

namespace OrleansIot.Load;

/// <summary>Requests as bytes.</summary>
internal static class WireRequest
{
    public static byte[] Get(string path) => Head("GET", path, "");

    /// <param name="authorization">A user's access token, or null.</param>
    public static byte[] Post(string path, string body, string? authorization = null)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var length = string.Create(CultureInfo.InvariantCulture, $"Content-Type: application/json\r\nContent-Length: {bytes.Length}\r\n");
        return [.. Head("POST", path, length + Authorization(authorization)), .. bytes];
    }

    /// <param name="authorization">A user's access token.</param>
    public static byte[] Delete(string path, string authorization) => Head("DELETE", path, Authorization(authorization));

    private static byte[] Head(string method, string path, string headers) =>
        Encoding.ASCII.GetBytes($"{method} {path} HTTP/1.1\r\nHost: device\r\n{headers}\r\n");

    private static string Authorization(string? token) => token is null ? "" : $"X-Authorization: Bearer {token}\r\n";
}
