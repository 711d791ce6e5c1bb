using OrleansIot.Load;
using OrleansIot.Servers;

namespace OrleansIot.Processes;

/// <summary>G1: 200 means committed.</summary>
public sealed class DurabilityTests : IDisposable
{
    private const int Devices = 200;
    private const int Connections = 16;
    private const int Kills = 3;
    private const int AcknowledgedBeforeKill = 3000;

    private static readonly long BaseTs = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task everything_posted_is_there_after_kill_9_and_a_new_start()
    {
        var readings = new Ledger(Devices, BaseTs);
        var attributes = new Ledger(Devices, BaseTs);
        FleetDevice[] fleet;
        await using (var first = await EmbeddedServer.StartAsync(_folder.Path))
        {
            fleet = await CreateFleetAsync(first);
            await LoadRun.RunToEndAsync(first.EndPoint, Posts(RequestTemplate.PostTelemetry, fleet, readings, rounds: 5), Connections);
            await LoadRun.RunToEndAsync(first.EndPoint, Posts(RequestTemplate.PostAttributes, fleet, attributes, rounds: 2), Connections);
            await first.Process.KillAsync();
        }

        await using var second = await EmbeddedServer.StartAsync(_folder.Path);
        Assert.Equal(Devices * 5, readings.TotalAcknowledged);
        Assert.Equal(Devices * 2, attributes.TotalAcknowledged);
        await AssertStoredAsync(second, fleet, readings, attributes);
        using var api = await second.LoginAsync();
        using var latest = await api.ReadLatestAsync(fleet[7].Id, "counter");
        Assert.Equal(RequestTemplate.FirstNumber + 4, latest.RootElement.GetProperty("counter")[0].GetProperty("value").GetInt32());
    }

    [Fact]
    public async Task kill_9_in_the_middle_of_a_load_loses_nothing_acknowledged()
    {
        var readings = new Ledger(Devices, BaseTs);
        var attributes = new Ledger(Devices, BaseTs);
        var server = await EmbeddedServer.StartAsync(_folder.Path);
        try
        {
            var fleet = await CreateFleetAsync(server);
            await using var telemetry = new LoadRun(server.EndPoint, Posts(RequestTemplate.PostTelemetry, fleet, readings), Connections);
            await using var other = new LoadRun(server.EndPoint, Posts(RequestTemplate.PostAttributes, fleet, attributes), Connections);
            for (var kill = 1; kill <= Kills; kill++)
            {
                await UntilAcknowledgedAsync(readings, kill * AcknowledgedBeforeKill, telemetry, server);
                await server.Process.KillAsync();
                await server.DisposeAsync();
                server = await EmbeddedServer.StartAsync(_folder.Path, server.EndPoint);
            }

            var tally = await telemetry.StopAsync();
            await other.StopAsync();
            Assert.True(tally.Lost >= Kills, "The kills met no request in flight.");
            await AssertStoredAsync(server, fleet, readings, attributes);
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    private static FleetWorkload Posts(RequestTemplate template, FleetDevice[] fleet, Ledger ledger, int rounds = int.MaxValue) =>
        new(template, [.. fleet.Select(d => d.Token)], ledger, Connections, rounds);

    private static async Task<FleetDevice[]> CreateFleetAsync(EmbeddedServer server)
    {
        using var api = await server.LoginAsync();
        return await Fleet.CreateAsync(api, Devices);
    }

    private static async Task AssertStoredAsync(EmbeddedServer server, FleetDevice[] fleet, Ledger readings, Ledger attributes)
    {
        using var api = await server.LoginAsync();
        var audit = await TelemetryAudit.RunAsync(api, fleet, readings);
        Assert.True(audit.Holds, audit.ToString());
        audit = await AttributeAudit.RunAsync(api, fleet, attributes);
        Assert.True(audit.Holds, audit.ToString());
    }

    private static async Task UntilAcknowledgedAsync(Ledger ledger, int count, LoadRun load, EmbeddedServer server)
    {
        using var guard = new CancellationTokenSource(ServerProcess.HangGuard);
        while (ledger.TotalAcknowledged < count)
        {
            Assert.False(load.Ended.IsCompleted || server.Process.HasExited || guard.IsCancellationRequested, $"The load stands still.\n{server.Process.Output}");
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}
