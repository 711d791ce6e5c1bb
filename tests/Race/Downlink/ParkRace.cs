using System.Globalization;
using OrleansIot.Load;
using OrleansIot.Servers;

namespace OrleansIot.Race.Downlink;

/// <summary>What a parked poll costs: memory of the servers from few to many of them, and processor time while nothing happens.</summary>
internal sealed class ParkRace
{
    private const string Reference = "parking";

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    private readonly int _few;
    private readonly int _many;
    private readonly TimeSpan _idle;
    private readonly string[] _contestants;

    public ParkRace(string[] args)
    {
        var given = new Arguments(args, "--from", "--to", "--idle", "--contestants");
        (_few, _many, _idle) = (given.Number("--from", 2_000), given.Number("--to", 15_000), given.Seconds("--idle", 20));
        _contestants = given.Words("--contestants", [Reference, .. Topology.Names]);
    }

    /// <summary>0 when all polls were parked to the end.</summary>
    public async Task<int> RunAsync()
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"parked polls, from {_few:N0} to {_many:N0}; every device is active before"));
        var isSound = true;
        double? reference = null;
        foreach (var name in _contestants)
        {
            await using var contestant = await Contestants.StartAsync(name, _many);
            var (bytes, perDevice, idle, isParked) = await MeasureAsync(contestant);
            reference ??= name == Reference ? bytes : null;
            var device = contestant.IsProduct ? string.Create(CultureInfo.InvariantCulture, $"; {perDevice:N0} B per active device") : "";
            var ratio = contestant.IsProduct && reference is { } least ? string.Create(CultureInfo.InvariantCulture, $", {bytes / least:N2} x {Race.Reference.TitleOf(Reference)}") : "";
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{contestant.Name,-32}{bytes,8:N0} B of memory per parked poll{ratio}; {idle:P1} of a core with all parked{device}"));
            isSound &= isParked;
        }

        return isSound ? 0 : 1;
    }

    private async Task<(double PerPoll, double PerDevice, double Idle, bool IsParked)> MeasureAsync(Contestant contestant)
    {
        // Devices that are active anyway: what is measured next is the polls alone. Few first, so that what is loaded once is not counted.
        await ActivateAsync(contestant, 0, _few);
        var before = contestant.Servers.ResidentBytes();
        await ActivateAsync(contestant, _few, _many);
        var active = contestant.Servers.ResidentBytes();

        var first = new ParkedWorkload([.. contestant.Devices.Take(_few).Select(PollRequests.Updates)]);
        await using var firstRun = await ParkAsync(contestant, first, _few);
        var few = contestant.Servers.ResidentBytes();
        var rest = new ParkedWorkload([.. contestant.Devices.Skip(_few).Select(PollRequests.Updates)]);
        await using var restRun = await ParkAsync(contestant, rest, _many - _few);
        var many = contestant.Servers.ResidentBytes();

        await Quiet.WaitAsync(contestant.Servers);
        var begun = contestant.Servers.ProcessorTime();
        await Task.Delay(_idle, TimeProvider.System);
        var idle = (contestant.Servers.ProcessorTime() - begun) / _idle;
        var isParked = IsParked(firstRun) && IsParked(restRun);
        if (!isParked)
            Console.WriteLine($"truth, {contestant.Name}: polls ended although nothing happened");
        return ((double)(many - few) / (_many - _few), (double)(active - before) / (_many - _few), idle, isParked);
    }

    private static bool IsParked(LoadRun run) => !run.Ended.IsCompleted;

    private static async Task ActivateAsync(Contestant contestant, int from, int to)
    {
        const int connections = 32;
        var reads = new WriteWorkload([.. contestant.Devices.Skip(from).Take(to - from).Select(PollRequests.Attributes)]);
        var tally = await LoadRun.RunToEndAsync(contestant.EndPoint, reads, connections);
        if (tally.Of(200) != to - from)
            throw new InvalidOperationException($"{contestant.Name}: {tally.Of(200)} of {to - from} devices answered.");
        await Quiet.WaitAsync(contestant.Servers);
    }

    private static async Task<LoadRun> ParkAsync(Contestant contestant, ParkedWorkload polls, int count)
    {
        var run = new LoadRun(contestant.EndPoint, polls, count);
        using var guard = new CancellationTokenSource(ServerProcess.HangGuard);
        while (polls.Sent < count)
            await Task.Delay(Look, TimeProvider.System, guard.Token);
        await Quiet.WaitAsync(contestant.Servers);
        return run;
    }
}
