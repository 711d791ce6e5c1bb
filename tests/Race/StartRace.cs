using System.Diagnostics;
using System.Globalization;
using System.Net;
using OrleansIot.Load;
using OrleansIot.Servers;

namespace OrleansIot.Race;

/// <summary>From the start of the process to the first 200: the product on a database with a history, and an empty Kestrel app.</summary>
internal static class StartRace
{
    private const int Devices = 1000;
    private const int ReadingsPerDevice = 100;

    public static async Task RunAsync(int runs)
    {
        using var folder = new TempFolder();
        await FillAsync(folder);
        List<double> empty = [], product = [];
        for (var i = 0; i < runs; i++)
        {
            empty.Add(await MeasureAsync("/", endPoint => ReferenceContestant.Launch("empty", endPoint, folder.Path, new Dictionary<string, string?>())));
            product.Add(await MeasureAsync($"/api/v1/{Fleet.Token(0)}/attributes", endPoint => EmbeddedServer.Launch(folder.Path, endPoint).Process));
        }

        Print("empty Kestrel app", empty);
        Print("OrleansIot, existing database", product);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"ratio of the medians: {Median(product) / Median(empty):N2}"));
    }

    private static async Task FillAsync(TempFolder folder)
    {
        await using var server = await EmbeddedServer.StartAsync(folder.Path);
        using var api = await server.LoginAsync();
        var tokens = (await Fleet.CreateAsync(api, Devices)).Select(d => d.Token).ToArray();
        var ledger = new Ledger(Devices, TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());
        await LoadRun.RunToEndAsync(server.EndPoint, new FleetWorkload(RequestTemplate.PostTelemetry, tokens, ledger, 64, ReadingsPerDevice), 64);
        await server.Process.TerminateAsync();
    }

    /// <summary>Milliseconds to the first 200.</summary>
    private static async Task<double> MeasureAsync(string path, Func<IPEndPoint, ServerProcess> launch)
    {
        var endPoint = Loopback.FreeEndPoint();
        var begun = Stopwatch.GetTimestamp();
        await using var server = launch(endPoint);
        await Readiness.WaitAsync(server, Loopback.Http(endPoint), path);
        var elapsed = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
        await server.TerminateAsync();
        return elapsed;
    }

    private static void Print(string name, List<double> milliseconds) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{name,-32}{Median(milliseconds),8:N0} ms (from {milliseconds.Min():N0} to {milliseconds.Max():N0})"));

    private static double Median(List<double> values) => Measurement.Median(values, v => v);
}
