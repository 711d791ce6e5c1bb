using OrleansIot.Race.Committing;
using OrleansIot.Race.Downlink;
using OrleansIot.Race.References;

namespace OrleansIot.Race;

/// <summary>Entry class: the race, the start race, the committer's race, the rule chains' race, and the reference servers that both start as child processes.</summary>
internal static class RaceProgram
{
    private static async Task<int> Main(string[] args)
    {
        try
        {
            return await RunAsync(args);
        }
        catch (FormatException e)
        {
            Console.Error.WriteLine($"{e.Message}\n{RaceOptions.Usage}");
            return 2;
        }
    }

    private static async Task<int> RunAsync(string[] args)
    {
        switch (args)
        {
            case ["serve", var kind, var place]:
                await ReferenceServer.RunAsync(kind, place);
                return 0;
            case ["start", .. var rest]:
                await StartRace.RunAsync(rest is [var runs] ? int.Parse(runs, System.Globalization.CultureInfo.InvariantCulture) : 7);
                return 0;
            case ["committer", .. var rest]:
                return await CommitterRace.RunAsync(rest is [var seconds] ? int.Parse(seconds, System.Globalization.CultureInfo.InvariantCulture) : 8);
            case ["rules", .. var rest]:
                return await new RulesRace(RaceOptions.Parse(rest)).RunAsync();
            case ["wake", .. var rest]:
                return await new WakeRace(rest).RunAsync();
            case ["parked", .. var rest]:
                return await new ParkRace(rest).RunAsync();
            case ["rpc", .. var rest]:
                return await new RoundTripRace(rest).RunAsync();
            case ["registry", .. var rest]:
                await RegistryRace.RunAsync(rest is [var devices] ? int.Parse(devices, System.Globalization.CultureInfo.InvariantCulture) : 1_000_000);
                return 0;
            default:
                return await new ThroughputRace(RaceOptions.Parse(args)).RunAsync();
        }
    }
}
