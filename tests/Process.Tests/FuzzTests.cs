using System.Globalization;
using OrleansIot.Load;
using OrleansIot.Servers;

namespace OrleansIot.Processes;

/// <summary>G6: no body makes the server fail, hang up or grow.</summary>
public sealed class FuzzTests : IDisposable
{
    private const int Connections = 16;

    /// <summary>More than the heap wanders by itself; spread over the bodies it is less than any of them could leave behind.</summary>
    private const long HeapSlack = 6 << 20;

    /// <summary>How many bodies; set FUZZ_BODIES for a long run by hand.</summary>
    private static readonly int Bodies = int.Parse(Environment.GetEnvironmentVariable("FUZZ_BODIES") ?? "50000", CultureInfo.InvariantCulture);

    private readonly TempFolder _folder = new();
    private readonly ServerProbe _probe = new();

    public void Dispose()
    {
        _probe.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task no_body_gets_a_5xx_or_ends_the_connection_or_makes_the_heap_grow()
    {
        // Few keys per device, so that what the devices rightly keep is complete early and the rest of the run shows what must not be kept.
        KeyValuePair<string, string?>[] caps = [new("Limits__Device__MaxKeys", "50"), new("Limits__Device__MaxAttributes", "50")];
        await using var server = await EmbeddedServer.StartAsync(_folder.Path, environment: [.. EmbeddedServer.KnownAdmin, .. _probe.Environment, .. caps]);
        using var api = await server.LoginAsync();
        var tokens = (await Fleet.CreateAsync(api, Connections)).Select(d => d.Token).ToArray();
        await FuzzAsync(server, tokens, Bodies / 4, seed: 1);
        var before = _probe.LiveBytes();
        var tally = await FuzzAsync(server, tokens, Bodies - (Bodies / 4), seed: 1000);
        var after = _probe.LiveBytes();
        Assert.True(tally.Of(200) > Bodies / 10 && tally.Of(400) > Bodies / 10, $"The bodies are too good or too bad: {string.Join(", ", tally.Statuses)}");
        Assert.True(after - before < HeapSlack, $"The heap grew from {before} to {after} bytes.");
    }

    private static async Task<Tally> FuzzAsync(EmbeddedServer server, string[] tokens, int bodies, int seed)
    {
        var workload = new FuzzWorkload(tokens, bodies, seed);
        var tally = await LoadRun.RunToEndAsync(server.EndPoint, workload, Connections);
        Assert.True(workload.Faults.IsEmpty, string.Join('\n', workload.Faults));
        Assert.Equal(bodies, tally.Answers);
        return tally;
    }
}
