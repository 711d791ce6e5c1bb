using System.Globalization;
using OrleansIot.Load;
using OrleansIot.Servers;

namespace OrleansIot.Race.Downlink;

/// <summary>
/// From a person's two-way command to its answer: caller → server → parked device → reply → server → caller, at a steady rate,
/// against two posts to bare Kestrel, one after the other.
/// </summary>
internal sealed class RoundTripRace
{
    private const string Reference = "bare";

    private readonly int _rate;
    private readonly int _devices;
    private readonly TimeSpan _warmUp;
    private readonly TimeSpan _time;
    private readonly string[] _contestants;

    public RoundTripRace(string[] args)
    {
        var given = new Arguments(args, "--rate", "--devices", "--warmup", "--seconds", "--contestants");
        (_rate, _devices) = (given.Number("--rate", 200), given.Number("--devices", 200));
        (_warmUp, _time) = (given.Seconds("--warmup", 5), given.Seconds("--seconds", 20));
        _contestants = given.Words("--contestants", [Reference, .. Topology.Names]);
    }

    /// <summary>0 when every command had its answer.</summary>
    public async Task<int> RunAsync()
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{_rate} round trips a second, {_devices} devices"));
        var isSound = true;
        LatencyHistogram? reference = null;
        foreach (var name in _contestants)
        {
            await using var contestant = await Contestants.StartAsync(name, _devices);
            using var trips = await RoundTrips.StartAsync(contestant);
            await trips.RunAsync(_rate, _warmUp);
            var (cpu, sent) = (contestant.Servers.ProcessorTime(), trips.Sent);
            trips.Latencies = new();
            await trips.RunAsync(_rate, _time);
            var cpuPerTrip = (contestant.Servers.ProcessorTime() - cpu).TotalMicroseconds / Math.Max(1, trips.Sent - sent);
            reference ??= name == Reference ? trips.Latencies : null;
            Console.WriteLine(Line(contestant, trips.Latencies, cpuPerTrip, reference));
            isSound &= trips.Failures.Count == 0;
            foreach (var failure in trips.Failures.Take(5))
                Console.WriteLine($"truth, {contestant.Name}: {failure}");
        }

        return isSound ? 0 : 1;
    }

    private static string Line(Contestant contestant, LatencyHistogram latencies, double cpu, LatencyHistogram? reference)
    {
        var (p50, p99) = (latencies.Milliseconds(0.5), latencies.Milliseconds(0.99));
        var line = string.Create(CultureInfo.InvariantCulture, $"{contestant.Name,-32}p50 {p50,7:N2} ms, p99 {p99,7:N2} ms, CPU {cpu,6:N0} us per round trip, {latencies.Count:N0} of them");
        return contestant.IsProduct && reference is not null
            ? line + string.Create(CultureInfo.InvariantCulture, $"; p50 {p50 / reference.Milliseconds(0.5):N1} x, p99 {p99 / reference.Milliseconds(0.99):N1} x two posts to {Race.Reference.TitleOf(Reference)}")
            : line;
    }
}
