using System.Diagnostics;
using OrleansIot.Load;

namespace OrleansIot.Race;

/// <summary>One contestant under one load: warm-up, a measured window, and the quiet after it.</summary>
internal static class MeasuredWindow
{
    public static async Task<Measurement> RunAsync(Contestant contestant, RaceEvent raceEvent, RaceOptions options, long baseTs)
    {
        var ledger = new Ledger(contestant.Tokens.Count, baseTs);
        var workload = new FleetWorkload(raceEvent.Template, contestant.Tokens, ledger, raceEvent.Connections);
        await using var run = new LoadRun(contestant.EndPoint, workload, raceEvent.Connections, options.Threads);
        await Wait(run, options.WarmUp);
        var allocatedBefore = contestant.Servers.AllocatedBytes();
        var cpuBefore = contestant.Servers.ProcessorTime();
        var begun = Stopwatch.GetTimestamp();
        run.BeginMeasuring();
        await Wait(run, options.Seconds);
        run.EndMeasuring();
        var elapsed = Stopwatch.GetElapsedTime(begun);
        var cpuAtEnd = contestant.Servers.ProcessorTime();
        var tally = await run.StopAsync();
        var allocated = contestant.Servers.AllocatedBytes() - allocatedBefore;
        var cpuQuiet = await Quiet.WaitAsync(contestant.Servers);
        var requests = Math.Max(1, tally.Measured);
        return new Measurement(
            tally.Measured / elapsed.TotalSeconds,
            tally.Latencies.Milliseconds(0.50),
            tally.Latencies.Milliseconds(0.99),
            (cpuAtEnd - cpuBefore).TotalMicroseconds / requests,
            (cpuQuiet - cpuAtEnd).TotalMicroseconds / requests,
            (double)allocated / requests,
            tally.Failures + tally.Lost + tally.Refused,
            await contestant.AuditAsync(raceEvent, ledger));
    }

    private static async Task Wait(LoadRun run, double seconds)
    {
        var ended = await Task.WhenAny(run.Ended, Task.Delay(TimeSpan.FromSeconds(seconds), TimeProvider.System));
        if (ended == run.Ended)
            await run.Ended;
    }
}
