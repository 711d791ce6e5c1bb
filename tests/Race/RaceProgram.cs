using OrleansIot.Race.Committing;
using OrleansIot.Race.Downlink;
using OrleansIot.Race.Lifecycle;
using OrleansIot.Race.References;
using OrleansIot.Race.Scale;

namespace OrleansIot.Race;

/// <summary>Entry class: the races by their names, and the reference servers that they start as child processes.</summary>
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
            case ["scale", .. var rest]:
                return await new ScaleRace(rest).RunAsync();
            case ["rules", .. var rest]:
                return await new RulesRace(RaceOptions.Parse(rest)).RunAsync();
            case ["wake", .. var rest]:
                return await new WakeRace(rest).RunAsync();
            case ["parked", .. var rest]:
                return await new ParkRace(rest).RunAsync();
            case ["rpc", .. var rest]:
                return await new RoundTripRace(rest).RunAsync();
            case ["provision", .. var rest]:
                return await new ProvisionRace(rest).RunAsync();
            case ["import", .. var rest]:
                return await new ImportRace(rest).RunAsync();
            case ["firmware", .. var rest]:
                return await new FirmwareRace(rest).RunAsync();
            case ["registry", .. var rest]:
                await RegistryRace.RunAsync(rest is [var devices] ? int.Parse(devices, System.Globalization.CultureInfo.InvariantCulture) : 1_000_000);
                return 0;
            default:
                return await new ThroughputRace(RaceOptions.Parse(args)).RunAsync();
        }
    }
}
