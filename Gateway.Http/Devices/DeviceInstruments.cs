using System.Diagnostics.Metrics;
using OrleansIot.Gateway.Http;
using OrleansIot.Values;

namespace OrleansIot.Gateway.Devices;

/// <summary>What devices post and what they are refused. A device is never a label.</summary>
internal static class DeviceInstruments
{
    private static readonly Meter Meter = new("OrleansIot.Devices");

    private static readonly Counter<long> Posts =
        Meter.CreateCounter<long>("orleansiot.device.posts", "{request}", "Posts of devices answered 200, by kind.");

    private static readonly Counter<long> Readings =
        Meter.CreateCounter<long>("orleansiot.device.readings", "{reading}", "Readings in the posts answered 200.");

    private static readonly Counter<long> Attributes =
        Meter.CreateCounter<long>("orleansiot.device.attributes", "{attribute}", "Attributes in the posts answered 200.");

    private static readonly Counter<long> Refusals =
        Meter.CreateCounter<long>("orleansiot.device.refusals", "{request}", "Requests of devices that were refused, by outcome.");

    public static void AcceptedTelemetry(int readings)
    {
        Posts.Add(1, new KeyValuePair<string, object?>("kind", "telemetry"));
        Readings.Add(readings);
    }

    public static void AcceptedAttributes(int attributes)
    {
        Posts.Add(1, new KeyValuePair<string, object?>("kind", "attributes"));
        Attributes.Add(attributes);
    }

    /// <param name="outcome">Anything but Done.</param>
    public static void Refused(Outcome outcome) => Refused(outcome switch
    {
        Outcome.Unauthorized => "unauthorized",
        Outcome.LimitExceeded => "limit_exceeded",
        _ => "busy",
    });

    public static void Refused(BodyRefusal refusal) => Refused(refusal switch
    {
        BodyRefusal.TooLarge => "too_large",
        BodyRefusal.UnknownEncoding or BodyRefusal.UnknownCharset => "unsupported",
        BodyRefusal.Busy => "busy",
        _ => "malformed",
    });

    /// <summary>A path, a method or an Accept header that nothing answers to.</summary>
    public static void Misdirected() => Refused("misdirected");

    public static void Malformed() => Refused("malformed");

    /// <summary>Broken off by the client, or failed here.</summary>
    public static void Failed() => Refused("failed");

    private static void Refused(string outcome) => Refusals.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
}
