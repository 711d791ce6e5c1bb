using System.Globalization;
using OrleansIot.Load;
using OrleansIot.Servers;

namespace OrleansIot.Race;

/// <summary>
/// What rule chains cost: telemetry that no chain sees, telemetry through one filter, and calls that a script answers. Two embedded servers take turns; only one has
/// a chain that does something.
/// </summary>
internal sealed class RulesRace(RaceOptions options)
{
    private const long MillisecondsPerWindow = 2_000_000;

    private long _nextBaseTs = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>0 when everything acknowledged was stored and nothing failed.</summary>
    public async Task<int> RunAsync()
    {
        var connections = options.Connections.Max();
        var telemetry = new RaceEvent("telemetry", "POST telemetry", RequestTemplate.PostTelemetry, connections);
        var call = new RaceEvent("rpc", "POST rpc", RequestTemplate.PostCall, connections);
        await using var plain = await ProductContestant.StartAsync(new EmbeddedTopology(), options.Devices);
        await using var ruled = await ProductContestant.StartAsync(new EmbeddedTopology(), options.Devices, api => api.UseRootChainAsync(RuleChains.FilterAndAnswer));
        List<Measurement> direct = [], filtered = [], called = [];
        for (var round = 0; round < options.Rounds; round++)
        {
            direct.Add(await MeasureAsync(plain, telemetry));
            filtered.Add(await MeasureAsync(ruled, telemetry));
            called.Add(await MeasureAsync(ruled, call));
        }
        var (a, b, c) = (Measurement.Median(direct), Measurement.Median(filtered), Measurement.Median(called));
        var isSound = Report.Print(telemetry with { Title = "Rules" }, [new("POST telemetry, direct", true, a), new("POST telemetry, one filter", true, b), new("POST rpc, script + reply", true, c)]);
        Print("telemetry through one filter / direct, CPU per request with what is done later (at most 1.6)", b.TotalCpu / a.TotalCpu);
        Print("calls / telemetry, requests/s (at least 0.3)", c.RequestsPerSecond / a.RequestsPerSecond);
        return isSound ? 0 : 1;
    }

    private Task<Measurement> MeasureAsync(Contestant contestant, RaceEvent raceEvent) =>
        MeasuredWindow.RunAsync(contestant, raceEvent, options, _nextBaseTs += MillisecondsPerWindow);

    private static void Print(string name, double ratio) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {ratio:N2}"));
}
