using System.Diagnostics;
using System.Globalization;
using OrleansIot.Load;
using OrleansIot.Servers;

namespace OrleansIot.Race.Lifecycle;

/// <summary>A fleet that registers itself, against an INSERT and a commit for each request.</summary>
internal sealed class ProvisionRace
{
    private static readonly string[] References = ["sqlite", "insert"];

    private readonly TimeSpan _time;
    private readonly TimeSpan _warmUp;
    private readonly int _connections;
    private readonly int _threads;
    private readonly string[] _contestants;

    public ProvisionRace(string[] args)
    {
        var given = new Arguments(args, "--seconds", "--warmup", "--connections", "--threads", "--contestants");
        (_time, _warmUp) = (given.Seconds("--seconds", 8), given.Seconds("--warmup", 10));
        (_connections, _threads) = (given.Number("--connections", 256), given.Number("--threads", 1));
        _contestants = given.Words("--contestants", [.. References, .. Topology.Names]);
    }

    /// <summary>0 when every device that was told so is registered.</summary>
    public async Task<int> RunAsync()
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"POST provision, {_connections} connections"));
        var references = new List<(string Name, double PerSecond)>();
        var isSound = true;
        foreach (var name in _contestants)
        {
            await using var contestant = await Contestants.StartAsync(name, devices: 1);
            var (perSecond, cpu, p99, fault) = await MeasureAsync(contestant);
            var line = string.Create(CultureInfo.InvariantCulture, $"{contestant.Name,-32}{perSecond,8:N0} devices/s, p99 {p99,6:N1} ms, CPU {cpu,5:N0} us per device");
            if (contestant.IsProduct)
                line += string.Concat(references.Select(r => string.Create(CultureInfo.InvariantCulture, $"; {perSecond / r.PerSecond:N2} x {r.Name}")));
            else
                references.Add((contestant.Name, perSecond));
            Console.WriteLine(line);
            isSound &= fault is null;
            if (fault is not null)
                Console.WriteLine($"truth, {contestant.Name}: {fault}");
        }

        return isSound ? 0 : 1;
    }

    private async Task<(double PerSecond, double Cpu, double P99, string? Fault)> MeasureAsync(Contestant contestant)
    {
        using var api = contestant.IsProduct ? await ManagementApi.LoginAsync(Loopback.Http(contestant.EndPoint), EmbeddedServer.AdminEmail, EmbeddedServer.AdminPassword) : null;
        if (api is not null)
            await api.CreateProfileAsync("race", ProvisionWorkload.Key, ProvisionWorkload.Secret);
        var workload = new ProvisionWorkload(_connections, first: 0);
        await using var run = new LoadRun(contestant.EndPoint, workload, _connections, _threads);
        await Task.Delay(_warmUp, TimeProvider.System);
        var cpu = contestant.Servers.ProcessorTime();
        var begun = Stopwatch.GetTimestamp();
        run.BeginMeasuring();
        await Task.Delay(_time, TimeProvider.System);
        run.EndMeasuring();
        var elapsed = Stopwatch.GetElapsedTime(begun);
        cpu = contestant.Servers.ProcessorTime() - cpu;
        var tally = await run.StopAsync();
        var stored = api is null ? workload.Registered : await api.CountDevicesAsync("race");
        var holds = tally.Failures == 0 && workload.Registered == tally.Answers && stored == workload.Registered;
        return (
            tally.Measured / elapsed.TotalSeconds,
            cpu.TotalMicroseconds / Math.Max(1, tally.Measured),
            tally.Latencies.Milliseconds(0.99),
            holds ? null : string.Create(CultureInfo.InvariantCulture, $"{tally.Answers} answers, {workload.Registered} SUCCESS, {stored} devices, {tally.Failures} failures"));
    }
}
