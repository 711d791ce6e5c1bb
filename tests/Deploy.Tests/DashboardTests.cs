using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using OrleansIot.Gateway;
using OrleansIot.Gateway.Observability;
using OrleansIot.Grains.Commits;
using OrleansIot.Servers;

namespace OrleansIot.Deploy;

/// <summary>The dashboard asks for metrics that are there, by the names that the exporter gives them, and for all of ours.</summary>
public sealed partial class DashboardTests
{
    [Fact]
    public async Task it_shows_all_of_our_metrics_and_no_others_than_there_are()
    {
        var scraped = await ScrapeEverythingAsync();
        var there = Type().Matches(scraped).Select(m => (Name: m.Groups[1].Value, Kind: m.Groups[2].Value)).ToArray();
        var series = there.SelectMany(t => t.Kind == "histogram" ? new[] { t.Name + "_bucket", t.Name + "_sum", t.Name + "_count" } : [t.Name]).ToHashSet();

        var asked = Expressions().SelectMany(e => Metric().Matches(e).Select(m => m.Groups[1].Value)).ToHashSet();
        Assert.NotEmpty(asked);
        // The server's own is there, too, but only after a request.
        Assert.Subset(series.Append("http_server_request_duration_seconds_bucket").ToHashSet(), asked);
        foreach (var ours in there.Select(t => t.Name).Where(name => name.StartsWith("orleansiot_", StringComparison.Ordinal)))
            Assert.Contains(asked, name => name.StartsWith(ours, StringComparison.Ordinal));
    }

    [Fact]
    public void it_groups_by_labels_that_our_metrics_have()
    {
        string[] labels = ["kind", "outcome", "result", "reason", "status", "end", "le", "http_route"];
        foreach (var by in Expressions().SelectMany(e => By().Matches(e).Select(m => m.Groups[1].Value)))
            Assert.All(by.Split(", "), label => Assert.Contains(label, labels));
    }

    private static IEnumerable<string> Expressions()
    {
        using var dashboard = JsonDocument.Parse(Repository.Read("deploy", "grafana", "orleansiot.json"));
        return [.. dashboard.RootElement.GetProperty("panels").EnumerateArray()
            .Where(p => p.TryGetProperty("targets", out _))
            .SelectMany(p => p.GetProperty("targets").EnumerateArray())
            .Select(t => t.GetProperty("expr").GetString()!)];
    }

    /// <summary>What the exporter of the hosts shows once every instrument of ours has measured something.</summary>
    private static async Task<string> ScrapeEverythingAsync()
    {
        var url = Loopback.Http(Loopback.FreeEndPoint()).ToString().TrimEnd('/');
        var builder = WebApplication.CreateSlimBuilder([$"--Metrics:Url={url}", "--urls=http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        builder.AddObservability("test");
        await using var app = builder.Build();
        app.UseObservability();
        await app.StartAsync(TestContext.Current.CancellationToken);
        MeasureEverything();
        using var http = new HttpClient();
        return await http.GetStringAsync(new Uri(url + "/metrics"), TestContext.Current.CancellationToken);
    }

    private static void MeasureEverything()
    {
        foreach (var type in new[] { typeof(GatewayProgram), typeof(Committer) }.SelectMany(t => t.Assembly.GetTypes()).Where(t => t.Name.EndsWith("Instruments", StringComparison.Ordinal)))
            RuntimeHelpers.RunClassConstructor(type.TypeHandle);
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (!instrument.Meter.Name.StartsWith("OrleansIot.", StringComparison.Ordinal))
                return;
            Action measure = instrument switch
            {
                Counter<long> counter => () => counter.Add(1),
                UpDownCounter<long> gauge => () => gauge.Add(1),
                Histogram<int> histogram => () => histogram.Record(1),
                Histogram<double> histogram => () => histogram.Record(1),
                _ => throw new NotSupportedException($"{instrument.Name} is a {instrument.GetType().Name}: measure it here."),
            };
            measure();
        };
        listener.Start();
    }

    [GeneratedRegex(@"(?m)^# TYPE (\S+) (\S+)$")]
    private static partial Regex Type();

    /// <summary>A name in front of a selector.</summary>
    [GeneratedRegex(@"([a-z][a-z_0-9]+)\{")]
    private static partial Regex Metric();

    [GeneratedRegex(@"by \(([^)]+)\)")]
    private static partial Regex By();
}
