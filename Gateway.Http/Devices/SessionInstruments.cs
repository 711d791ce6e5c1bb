using System.Diagnostics.Metrics;

namespace OrleansIot.Gateway.Devices;

/// <summary>How well the cache of tokens does its work.</summary>
internal static class SessionInstruments
{
    private static readonly Meter Meter = new("OrleansIot.Sessions");

    private static readonly Counter<long> Lookups = Meter.CreateCounter<long>(
        "orleansiot.sessions.lookups", "{lookup}", "Tokens looked up: found in the cache (hit), remembered there as unknown (unknown), or asked of a silo (miss).");

    public static void Hit() => Lookups.Add(1, new KeyValuePair<string, object?>("result", "hit"));

    public static void Unknown() => Lookups.Add(1, new KeyValuePair<string, object?>("result", "unknown"));

    public static void Miss() => Lookups.Add(1, new KeyValuePair<string, object?>("result", "miss"));
}
