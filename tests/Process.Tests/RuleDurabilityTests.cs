using OrleansIot.Load;
using OrleansIot.Servers;

namespace OrleansIot.Processes;

/// <summary>What was posted passes the rule chain, whatever becomes of the process in between.</summary>
public sealed class RuleDurabilityTests : IDisposable
{
    private const int Devices = 50;
    private const int Connections = 16;
    private const int Kills = 3;
    private const int AcknowledgedBeforeKill = 1500;

    private static readonly long BaseTs = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task every_acknowledged_post_passes_its_chain_although_the_process_is_killed_in_between(bool onlyEven)
    {
        var ledger = new Ledger(Devices, BaseTs);
        var server = await EmbeddedServer.StartAsync(_folder.Path);
        try
        {
            using (var api = await server.LoginAsync())
                await api.UseRootChainAsync(onlyEven ? RuleChains.CopyEvenCounter : RuleChains.CopyCounter);
            var fleet = await CreateFleetAsync(server);
            await using var load = new LoadRun(server.EndPoint, new FleetWorkload(RequestTemplate.PostTelemetry, [.. fleet.Select(d => d.Token)], ledger, Connections), Connections);
            for (var kill = 1; kill <= Kills; kill++)
            {
                await UntilAcknowledgedAsync(ledger, kill * AcknowledgedBeforeKill, load, server);
                await server.Process.KillAsync();
                await server.DisposeAsync();
                server = await EmbeddedServer.StartAsync(_folder.Path, server.EndPoint);
            }
            await load.StopAsync();
            using var after = await server.LoginAsync();
            for (var device = 0; device < Devices; device++)
                await AssertCopiedAsync(after, fleet[device], device, ledger, onlyEven);
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    /// <summary>Waits until what the chain makes of the device's acknowledged posts is there; it comes after the posts.</summary>
    private static async Task AssertCopiedAsync(ManagementApi api, FleetDevice device, int index, Ledger ledger, bool onlyEven)
    {
        using var guard = new CancellationTokenSource(ServerProcess.HangGuard);
        while (true)
        {
            using var rows = await api.ReadRowsAsync(device.Id, "copy", ledger.BaseTs, ledger.BaseTs + ledger.Sent(index));
            var copies = rows.RootElement.TryGetProperty("copy", out var series)
                ? series.EnumerateArray().ToDictionary(r => (int)(r.GetProperty("ts").GetInt64() - ledger.BaseTs), r => r.GetProperty("value").GetInt32())
                : [];
            Assert.All(copies, copy => Assert.Equal(RequestTemplate.FirstNumber + copy.Key, copy.Value));
            Assert.All(copies.Keys, n => Assert.True(Passes(n, onlyEven)));
            var missing = Enumerable.Range(0, ledger.Sent(index)).Where(n => ledger.IsAcknowledged(index, n) && Passes(n, onlyEven) && !copies.ContainsKey(n)).ToArray();
            if (missing.Length == 0)
                return;
            Assert.False(guard.IsCancellationRequested, $"device {index}: the chain has not seen {missing.Length} posts, such as number {missing[0]}");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    private static bool Passes(int n, bool onlyEven) => !onlyEven || (RequestTemplate.FirstNumber + n) % 2 == 0;

    private static async Task<FleetDevice[]> CreateFleetAsync(EmbeddedServer server)
    {
        using var api = await server.LoginAsync();
        return await Fleet.CreateAsync(api, Devices);
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
