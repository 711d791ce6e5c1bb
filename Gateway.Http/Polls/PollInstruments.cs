using System.Diagnostics.Metrics;
using OrleansIot.Polls;

namespace OrleansIot.Gateway.Polls;

/// <summary>How many polls are held, how they end, and how often they had to be parked again.</summary>
internal static class PollInstruments
{
    private static readonly Meter Meter = new("OrleansIot.Polls");

    private static readonly UpDownCounter<long> Holding = Meter.CreateUpDownCounter<long>("orleansiot.polls.held", "{poll}", "Requests that this gateway holds back.");

    private static readonly Counter<long> Ends = Meter.CreateCounter<long>("orleansiot.polls.ends", "{poll}", "Polls that have ended, by how.");

    private static readonly Counter<long> Reparks = Meter.CreateCounter<long>(
        "orleansiot.polls.reparks", "{poll}", "Polls parked again: their silo was gone, their activation went, or an attempt failed.");

    public static void Held(PollKind kind) => Holding.Add(1, Kind(kind));

    public static void Ended(PollKind kind, PollEnd end)
    {
        Holding.Add(-1, Kind(kind));
        Ends.Add(1, Kind(kind), new("end", Name(end)));
    }

    /// <summary>Never held: there are too many.</summary>
    public static void Refused(PollKind kind) => Ends.Add(1, Kind(kind), new("end", Name(PollEnd.Full)));

    public static void Reparked(PollKind kind) => Reparks.Add(1, Kind(kind));

    private static KeyValuePair<string, object?> Kind(PollKind kind) => new("kind", kind switch
    {
        PollKind.Updates => "updates",
        PollKind.Commands => "commands",
        _ => "reply",
    });

    private static string Name(PollEnd end) => end switch
    {
        PollEnd.Delivered => "delivered",
        PollEnd.TimedOut => "timed_out",
        PollEnd.Disconnected => "disconnected",
        PollEnd.Deleted => "deleted",
        PollEnd.Revoked => "revoked",
        PollEnd.Stopping => "stopping",
        PollEnd.TooMany => "too_many",
        PollEnd.Full => "full",
        PollEnd.Refused => "refused",
        _ => "unavailable",
    };
}
