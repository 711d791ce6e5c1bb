using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using OrleansIot.Rpc;

namespace OrleansIot.Grains.Rules.Commands;

/// <summary>A message that asks for a command, as ThingsBoard's node reads it: method, params and additionalInfo are its data, the rest its metadata.</summary>
internal static class CommandRequest
{
    /// <summary>As of commands that the management API takes.</summary>
    private const int MaxBytes = 65_536;

    /// <summary>Nobody waits longer, in milliseconds.</summary>
    private const long LongestWait = 86_400_000;

    /// <summary>The last instant of the year 9999, milliseconds since 1970.</summary>
    private const long EndOfTime = 253_402_300_799_999;

    /// <param name="now">Milliseconds since 1970.</param>
    /// <param name="timeout">Seconds that the command lives where the message does not say.</param>
    public static bool TryRead(
        RuleMessage message, long now, int timeout, [NotNullWhen(true)] out NewCommand? command, [NotNullWhen(false)] out string? problem)
    {
        command = null;
        using var data = JsonDocument.Parse(message.Data);
        if (Problem(data.RootElement) is { } found)
        {
            problem = found;
            return false;
        }
        problem = Read(message, data.RootElement, now, timeout, out command);
        return problem is null;
    }

    private static string? Problem(JsonElement data)
    {
        if (data.ValueKind != JsonValueKind.Object || !data.TryGetProperty("method", out var method))
            return "Method is not present in the message!";
        if (method.ValueKind != JsonValueKind.String)
            return "Method is not a text";
        return data.TryGetProperty("params", out _) ? null : "Params are not present in the message!";
    }

    private static string? Read(RuleMessage message, JsonElement data, long now, int timeout, out NewCommand? command)
    {
        command = null;
        var (method, parameters) = (data.GetProperty("method").GetString()!.Replace("\0", "", StringComparison.Ordinal), Compact(data, "params"));
        var info = Compact(data, "additionalInfo");
        if (method.Length + (parameters?.Length ?? 0) + (info?.Length ?? 0) > MaxBytes)
            return $"Method, params and additionalInfo exceed the limit of {MaxBytes} bytes";
        if (!TryNumber(message, "expirationTime", EndOfTime, out var expiry) || !TryNumber(message, "retries", int.MaxValue, out var retries))
            return "The metadata 'expirationTime' or 'retries' is no whole number";
        var uuid = Guid.TryParse(message.Metadata.GetValueOrDefault("requestUUID"), out var asked) ? asked : Guid.CreateVersion7(DateTimeOffset.FromUnixTimeMilliseconds(now));
        var isPersistent = IsTrue(message, "persistent");
        var until = Math.Min(expiry ?? (now + (timeout * 1_000L)), isPersistent ? EndOfTime : now + LongestWait);
        command = new(uuid, now, until, IsTrue(message, "oneway"), isPersistent, (int?)retries, method, parameters, info);
        return null;
    }

    private static byte[]? Compact(JsonElement data, string member)
    {
        if (!data.TryGetProperty(member, out var value) || value.ValueKind == JsonValueKind.Null)
            return null;
        var output = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(output, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            value.WriteTo(writer);
        return output.WrittenSpan.ToArray();
    }

    private static bool IsTrue(RuleMessage message, string key) => string.Equals(message.Metadata.GetValueOrDefault(key), "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>Absent and empty are no number, and no problem.</summary>
    private static bool TryNumber(RuleMessage message, string key, long max, out long? number)
    {
        number = null;
        if (message.Metadata.GetValueOrDefault(key) is not { Length: > 0 } text)
            return true;
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var given))
            return false;
        number = Math.Min(given, max);
        return true;
    }
}
