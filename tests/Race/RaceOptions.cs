using System.Globalization;
using OrleansIot.Servers;

namespace OrleansIot.Race;

/// <summary>How long and how wide to race.</summary>
/// <param name="Seconds">Measured seconds of one window.</param>
/// <param name="WarmUp">Seconds of load before each window that are not measured.</param>
/// <param name="Rounds">Windows per contestant and event; the median is reported.</param>
/// <param name="Only">Names of the events to run; empty runs all.</param>
internal sealed record RaceOptions(double Seconds, double WarmUp, int Rounds, int[] Connections, int Devices, int Threads, string[] Only, string[] Contestants)
{
    public const string Usage =
        """
        dotnet run -c Release --project tests/Race -- [--seconds 8] [--warmup 3] [--rounds 3] [--connections 64,256] [--devices 1000] [--threads 1]
                                                      [--only telemetry,attributes,read]
                                                      [--contestants bare,sqlite,insert,prepared,grainstate,preparedstate,embedded,cohosted,apart]
        dotnet run -c Release --project tests/Race -- start [runs]
        dotnet run -c Release --project tests/Race -- committer [seconds]
        dotnet run -c Release --project tests/Race -- provision [--seconds 8] [--warmup 10] [--connections 256] [--threads 1] [--contestants …]
        dotnet run -c Release --project tests/Race -- import [--devices 50000] [--rounds 3] [--contestants …]
        dotnet run -c Release --project tests/Race -- firmware [--seconds 10] [--connections 4] [--slow 100] [--slow-seconds 10] [--contestants files,…]
        dotnet run -c Release --project tests/Race -- rules [--seconds 8] [--warmup 3] [--rounds 3] [--connections 64] [--devices 1000]
        dotnet run -c Release --project tests/Race -- registry [devices]
        dotnet run -c Release --project tests/Race -- rpc [--rate 200] [--devices 200] [--seconds 20] [--warmup 5] [--contestants bare,embedded,cohosted,apart]
        dotnet run -c Release --project tests/Race -- wake [--polls 10000] [--writers 64] [--rounds 3] [--contestants parking,embedded,cohosted,apart]
        dotnet run -c Release --project tests/Race -- parked [--from 2000] [--to 15000] [--idle 20] [--contestants parking,embedded,cohosted,apart]
        dotnet run -c Release --project tests/Race -- scale [--registered 1000000] [--few 1000] [--many 100000] [--seconds 10] [--asks 30] [--topology apart]
        """;

    /// <exception cref="FormatException">Something is wrong with them; the message names it.</exception>
    public static RaceOptions Parse(string[] args)
    {
        var given = new Arguments(args, "--seconds", "--warmup", "--rounds", "--connections", "--devices", "--threads", "--only", "--contestants");
        return new RaceOptions(
            given.Share("--seconds", 8),
            given.Share("--warmup", 3),
            given.Number("--rounds", 3),
            [.. given.Words("--connections", "64", "256").Select(w => int.Parse(w, CultureInfo.InvariantCulture))],
            given.Number("--devices", 1000),
            given.Number("--threads", 1),
            given.Words("--only"),
            given.Words("--contestants", ["bare", "sqlite", "insert", "prepared", "grainstate", "preparedstate", .. Topology.Names]));
    }
}
