using OrleansIot.Race.Committing;
using OrleansIot.Race.References;

namespace OrleansIot.Race;

/// <summary>Entry class: the race, the start race, the committer's race, the rule chains' race, and the reference servers that both start as child processes.</summary>
internal static class RaceProgram
{
    private static async Task<int> Main(string[] args)
    {
        switch (args)
        {
            case ["serve", var kind, .. var rest]:
                await ReferenceServer.RunAsync(kind, rest);
                return 0;
            case ["start", .. var rest]:
                await StartRace.RunAsync(rest is [var runs] ? int.Parse(runs, System.Globalization.CultureInfo.InvariantCulture) : 7);
                return 0;
            case ["committer", .. var rest]:
                return await CommitterRace.RunAsync(rest is [var seconds] ? int.Parse(seconds, System.Globalization.CultureInfo.InvariantCulture) : 8);
            case ["rules", .. var rest]:
                return RaceOptions.TryParse(rest, out var ruled, out var wrong) ? await new RulesRace(ruled).RunAsync() : Explain(wrong);
            default:
                return RaceOptions.TryParse(args, out var options, out var problem) ? await new ThroughputRace(options).RunAsync() : Explain(problem);
        }
    }

    private static int Explain(string problem)
    {
        Console.Error.WriteLine($"{problem}\n{RaceOptions.Usage}");
        return 2;
    }
}
