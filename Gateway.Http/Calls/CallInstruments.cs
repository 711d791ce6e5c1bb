using System.Diagnostics.Metrics;

namespace OrleansIot.Gateway.Calls;

/// <summary>What the calls of grains cost the gateway: attempts, repetitions with their reason, and calls whose time was over before an answer came.</summary>
internal static class CallInstruments
{
    private static readonly Meter Meter = new("OrleansIot.Calls");

    private static readonly Counter<long> Attempts =
        Meter.CreateCounter<long>("orleansiot.calls.attempts", "{attempt}", "Calls of grains on behalf of devices, repetitions included.");

    private static readonly Counter<long> Retries =
        Meter.CreateCounter<long>("orleansiot.calls.retries", "{attempt}", "Attempts that followed a failed one.");

    private static readonly Counter<long> Expirations =
        Meter.CreateCounter<long>("orleansiot.calls.expirations", "{call}", "Calls given up at their deadline; the device was answered 503.");

    public static void Attempted() => Attempts.Add(1);

    public static void Retried(RetryReason reason) => Retries.Add(1, new KeyValuePair<string, object?>("reason", Name(reason)));

    public static void Expired() => Expirations.Add(1);

    private static string Name(RetryReason reason) => reason switch
    {
        RetryReason.Timeout => "timeout",
        RetryReason.SiloGone => "silo_gone",
        RetryReason.Rejected => "rejected",
        RetryReason.Overloaded => "overloaded",
        _ => "superseded",
    };
}
