using System.Globalization;

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
                                                      [--only telemetry,attributes,read] [--contestants bare,sqlite,product]
        dotnet run -c Release --project tests/Race -- start [runs]
        dotnet run -c Release --project tests/Race -- committer [seconds]
        dotnet run -c Release --project tests/Race -- rules [--seconds 8] [--warmup 3] [--rounds 3] [--connections 64] [--devices 1000]
        """;

    private static readonly RaceOptions Default = new(8, 3, 3, [64, 256], 1000, 1, [], ["bare", "sqlite", "product"]);

    public static bool TryParse(string[] args, out RaceOptions options, out string problem)
    {
        (options, problem) = (Default, "");
        for (var i = 0; i < args.Length; i += 2)
        {
            if (i + 1 == args.Length)
            {
                problem = $"{args[i]} needs a value.";
                return false;
            }

            try
            {
                options = options.With(args[i], args[i + 1]);
            }
            catch (FormatException e)
            {
                problem = $"{args[i]} {args[i + 1]}: {e.Message}";
                return false;
            }
        }

        return true;
    }

    private RaceOptions With(string name, string value) => name switch
    {
        "--seconds" => this with { Seconds = double.Parse(value, CultureInfo.InvariantCulture) },
        "--warmup" => this with { WarmUp = double.Parse(value, CultureInfo.InvariantCulture) },
        "--rounds" => this with { Rounds = Number(value) },
        "--connections" => this with { Connections = [.. value.Split(',').Select(Number)] },
        "--devices" => this with { Devices = Number(value) },
        "--threads" => this with { Threads = Number(value) },
        "--only" => this with { Only = value.Split(',') },
        "--contestants" => this with { Contestants = value.Split(',') },
        _ => throw new FormatException("no such option."),
    };

    private static int Number(string value) => int.Parse(value, CultureInfo.InvariantCulture);
}
