using System.Diagnostics;
using System.Globalization;
using Npgsql;
using OrleansIot.Load;
using OrleansIot.Servers;

namespace OrleansIot.Race.Scale;

/// <summary>
/// What a large fleet costs more than a small one: the registry of a million devices against that of a thousand, and posts of a hundred thousand active devices
/// against those of a thousand, on the same servers.
/// </summary>
internal sealed class ScaleRace
{
    private const int Connections = 64;
    private const long MillisecondsPerWindow = 2_000_000;

    private readonly int _few;
    private readonly int _many;
    private readonly int _registered;
    private readonly int _asks;
    private readonly RaceOptions _options;
    private readonly string _topology;
    private long _nextBaseTs = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

    public ScaleRace(string[] args)
    {
        var given = new Arguments(args, "--registered", "--few", "--many", "--seconds", "--asks", "--topology");
        (_few, _many, _registered) = (given.Number("--few", 1_000), given.Number("--many", 100_000), given.Number("--registered", 1_000_000));
        (_asks, _topology) = (given.Number("--asks", 30), given.Text("--topology", "apart"));
        _options = new(given.Share("--seconds", 10), WarmUp: 1, Rounds: 1, [Connections], _few, Threads: 1, [], []);
        if (_few < 100 || _many < _few || _registered < _many)
            throw new FormatException("It takes --few of at least 100, --many of at least as much, and --registered of at least that.");
    }

    /// <summary>0 when everything acknowledged was stored and the registry's plans use indexes.</summary>
    public async Task<int> RunAsync()
    {
        await using var servers = new ServerSet();
        await using var topology = Topology.Named(_topology) as ClusterTopology ?? throw new FormatException($"--topology {_topology}: it takes one with PostgreSQL.");
        await topology.StartAsync(servers);
        await using var database = NpgsqlDataSource.Create(topology.ConnectionString);
        using var api = await topology.LoginAsync();
        IReadOnlyList<FleetDevice> fleet = await Fleet.CreateAsync(api, _few);
        var small = await AskAsync(api, _few);
        fleet = [.. fleet, .. await BulkFleet.AddAsync(database, _few, _registered)];
        PrintRegistry(small, await AskAsync(api, _registered));
        var isIndexed = await PrintPlansAsync(database);
        var isStored = await PostAsync(servers, topology, database, fleet);
        return isIndexed && isStored ? 0 : 1;
    }

    /// <returns>Milliseconds by question, the median.</returns>
    private async Task<double[]> AskAsync(ManagementApi api, int devices)
    {
        const int warmUp = 3;
        var medians = new List<double>();
        foreach (var question in RegistryQuestion.All)
        {
            var times = new List<double>();
            for (var i = 0; i < warmUp + _asks; i++)
            {
                var begun = Stopwatch.GetTimestamp();
                await question.Ask(api, devices);
                if (i >= warmUp)
                    times.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            }

            medians.Add(Measurement.Median(times, t => t));
        }

        return [.. medians];
    }

    private void PrintRegistry(double[] small, double[] large)
    {
        Write($"{"registry",-32}{_few,12:N0}{_registered,12:N0}   devices");
        foreach (var (i, question) in RegistryQuestion.All.Index())
            Write($"{question.Title,-32}{small[i],9:N2} ms{large[i],9:N2} ms, {large[i] / small[i]:N1} x");
    }

    private static async Task<bool> PrintPlansAsync(NpgsqlDataSource database)
    {
        var isIndexed = true;
        foreach (var (title, plan, hasIndex) in await RegistryPlans.ReadAsync(database))
        {
            Write($"plan, {title}: {(hasIndex ? "" : "READS ALL DEVICES, ")}{plan}");
            isIndexed &= hasIndex;
        }

        return isIndexed;
    }

    private async Task<bool> PostAsync(ServerSet servers, ClusterTopology topology, NpgsqlDataSource database, IReadOnlyList<FleetDevice> fleet)
    {
        var few = new ScaledContestant(servers, topology.EndPoint, database, [.. fleet.Take(_few)]);
        var many = new ScaledContestant(servers, topology.EndPoint, database, [.. fleet.Take(_many)]);
        var small = await MeasureAsync(few);
        var before = servers.ResidentBytes();
        var large = await MeasureAsync(many);
        var perDevice = (double)(servers.ResidentBytes() - before) / Math.Max(1, _many - _few);
        Write($"posts of {_few:N0} active devices: {small.RequestsPerSecond:N0}/s, {small.TotalCpu:N1} us of CPU each; of {_many:N0}: {large.RequestsPerSecond:N0}/s, {large.TotalCpu:N1} us; {large.TotalCpu / small.TotalCpu:N2} x CPU per request");
        Write($"memory: {perDevice:N0} B per active device, silo and gateway together");
        return IsSound(_few, small) & IsSound(_many, large);
    }

    /// <summary>Once warm: every device has posted before.</summary>
    private async Task<Measurement> MeasureAsync(ScaledContestant contestant)
    {
        var warm = new Ledger(contestant.Devices.Count, _nextBaseTs += MillisecondsPerWindow);
        await LoadRun.RunToEndAsync(contestant.EndPoint, new FleetWorkload(RequestTemplate.PostTelemetry, contestant.Tokens, warm, Connections, rounds: 1), Connections);
        await Quiet.WaitAsync(contestant.Servers);
        return await MeasuredWindow.RunAsync(contestant, new("telemetry", "POST telemetry", RequestTemplate.PostTelemetry, Connections), _options, _nextBaseTs += MillisecondsPerWindow);
    }

    private static bool IsSound(int devices, Measurement measurement)
    {
        Write($"truth, {devices:N0} devices: {measurement.Audit}{(measurement.Failures > 0 ? $", {measurement.Failures} failed requests" : "")}");
        return measurement is { Failures: 0, Audit.Holds: true };
    }

    private static void Write(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
