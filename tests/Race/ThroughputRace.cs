using OrleansIot.Load;

namespace OrleansIot.Race;

/// <summary>The contestants take turns, event by event and round by round, on a machine that has nothing else to do.</summary>
internal sealed class ThroughputRace(RaceOptions options)
{
    private const long MillisecondsPerWindow = 2_000_000;

    private long _nextBaseTs = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>0 when everything acknowledged was stored and nothing failed.</summary>
    public async Task<int> RunAsync()
    {
        var contestants = new List<Contestant>();
        try
        {
            foreach (var name in options.Contestants)
                contestants.Add(await StartAsync(name));
            var isSound = true;
            foreach (var raceEvent in RaceEvent.Choose(options))
                isSound &= await RunAsync(raceEvent, contestants);
            return isSound ? 0 : 1;
        }
        finally
        {
            foreach (var contestant in contestants)
                await contestant.DisposeAsync();
        }
    }

    private async Task<bool> RunAsync(RaceEvent raceEvent, List<Contestant> contestants)
    {
        var rounds = contestants.Select(_ => new List<Measurement>()).ToArray();
        for (var round = 0; round < options.Rounds; round++)
        {
            for (var i = 0; i < contestants.Count; i++)
                rounds[i].Add(await MeasuredWindow.RunAsync(contestants[i], raceEvent, options, _nextBaseTs += MillisecondsPerWindow));
        }

        return Report.Print(raceEvent, [.. contestants.Select((c, i) => new Result(c.Name, c.IsProduct, Measurement.Median(rounds[i])))]);
    }

    private async Task<Contestant> StartAsync(string name)
    {
        var contestant = await Contestants.StartAsync(name, options.Devices);
        await FillAsync(contestant);
        return contestant;
    }

    /// <summary>So that reading attributes has something to read, whatever events are chosen.</summary>
    private async Task FillAsync(Contestant contestant)
    {
        const int connections = 8;
        var ledger = new Ledger(options.Devices, 0);
        await LoadRun.RunToEndAsync(contestant.EndPoint, new FleetWorkload(RequestTemplate.PostAttributes, contestant.Tokens, ledger, connections, rounds: 1), connections);
        if (await contestant.AuditAsync(RaceEvent.Attributes(connections), ledger) is { Holds: false } audit)
            throw new InvalidOperationException($"{contestant.Name}: {audit}");
    }
}
