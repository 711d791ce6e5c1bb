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

        return Report.Print(raceEvent, [.. contestants.Select((c, i) => (c.Name, Measurement.Median(rounds[i])))]);
    }

    private async Task<Contestant> StartAsync(string name)
    {
        var contestant = name switch
        {
            "bare" => await ReferenceContestant.StartAsync(Report.Bare, "bare", options.Devices),
            "sqlite" => await ReferenceContestant.StartAsync(Report.Sqlite, "sqlite", options.Devices),
            "product" => await ProductContestant.StartAsync(Report.Product, options.Devices),
            _ => throw new ArgumentException($"There is no contestant {name}."),
        };

        // So that reading attributes has something to read, whatever events are chosen.
        var ledger = new Ledger(options.Devices, 0);
        await LoadRun.RunToEndAsync(contestant.EndPoint, new FleetWorkload(RequestTemplate.PostAttributes, contestant.Tokens, ledger, 8, rounds: 1), 8);
        return contestant;
    }
}
