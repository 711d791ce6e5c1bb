using OrleansIot.Race.References;

namespace OrleansIot.Race;

/// <summary>Entry class: the race, the start race, and the reference servers that both start as child processes.</summary>
internal static class RaceProgram
{
    private static async Task<int> Main(string[] args)
    {
        switch (args)
        {
            case ["serve", var kind, var place]:
                await ReferenceServer.RunAsync(kind, place);
                return 0;
            case ["start", .. var rest]:
                await StartRace.RunAsync(rest is [var runs] ? int.Parse(runs, System.Globalization.CultureInfo.InvariantCulture) : 7);
                return 0;
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
