using System.Text;
using OrleansIot.Attributes;
using OrleansIot.Telemetry;
using OrleansIot.Values;
using Xunit;

namespace OrleansIot.Gateway.Wire;

/// <summary>Reads bodies the way the tests speak of them.</summary>
internal static class Bodies
{
    public const long Now = 1_700_000_000_000;

    public static byte[] Bytes(string body) => Encoding.UTF8.GetBytes(body);

    public static Reading[] Telemetry(string body, WireOptions? options = null) => Telemetry(Bytes(body), options);

    public static Reading[] Telemetry(byte[] body, WireOptions? options = null)
    {
        bool taken = TelemetryParser.TryParse(body, Now, options ?? WireOptions.Default, out TelemetryBatch? batch, out WireRefusal refusal);
        Assert.True(taken, refusal.Reason);
        return batch!.Readings;
    }

    public static WireRefusal TelemetryRefusal(string body, WireOptions? options = null) => TelemetryRefusal(Bytes(body), options);

    public static WireRefusal TelemetryRefusal(byte[] body, WireOptions? options = null)
    {
        bool taken = TelemetryParser.TryParse(body, Now, options ?? WireOptions.Default, out TelemetryBatch? batch, out WireRefusal refusal);
        Assert.False(taken, "taken, where a refusal was expected");
        Assert.Null(batch);
        Assert.EndsWith($" at byte {refusal.Offset}.", refusal.Reason);
        return refusal;
    }

    public static AttributeValue[] Attributes(string body, WireOptions? options = null)
    {
        bool taken = AttributeParser.TryParse(Bytes(body), Now, options ?? WireOptions.Default, out AttributeBatch? batch, out WireRefusal refusal);
        Assert.True(taken, refusal.Reason);
        Assert.Equal(Now, batch!.Ts);
        return batch.Values;
    }

    public static WireRefusal AttributesRefusal(string body, WireOptions? options = null)
    {
        bool taken = AttributeParser.TryParse(Bytes(body), Now, options ?? WireOptions.Default, out AttributeBatch? batch, out WireRefusal refusal);
        Assert.False(taken, "taken, where a refusal was expected");
        Assert.Null(batch);
        return refusal;
    }

    /// <summary>The readings as text: <c>key@ts=KIND value</c>, joined by blanks; S stands for now.</summary>
    public static string Show(Reading[] readings) => string.Join(' ', readings.Select(r => $"{r.Key}@{Show(r.Ts)}={Show(r.Value)}"));

    public static string Show(AttributeValue[] values) => string.Join(' ', values.Select(v => $"{v.Key}={Show(v.Value)}"));

    public static string Show(TypedValue value) => $"{value.Kind.ToString().ToUpperInvariant()} {value}";

    /// <summary>What the token is stored as, by telemetry and attributes alike.</summary>
    public static TypedValue Value(string token, WireOptions? options = null)
    {
        string body = $$"""{"n":{{token}}}""";
        Reading reading = Assert.Single(Telemetry(body, options));
        AttributeValue attribute = Assert.Single(Attributes(body, options));
        Assert.Equal(reading.Value, attribute.Value);
        return reading.Value;
    }

    public static void ValueIsRefused(string token, WireOptions? options = null)
    {
        string body = $$"""{"good":1,"n":{{token}}}""";
        TelemetryRefusal(body, options);
        AttributesRefusal(body, options);
    }

    public static string Normalized(string document)
    {
        Assert.True(LenientJson.TryNormalize(Bytes(document), out byte[]? json, out WireRefusal refusal), refusal.Reason);
        return Encoding.UTF8.GetString(json!);
    }

    private static string Show(long ts) => ts - Now is >= 0 and < 1000 and var late ? late == 0 ? "S" : $"S+{late}" : $"{ts}";
}
