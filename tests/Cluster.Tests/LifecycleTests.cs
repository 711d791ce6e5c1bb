using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using OrleansIot.Servers;
using OrleansIot.Servers.Cluster;

namespace OrleansIot.Clusters;

/// <summary>Devices that register, and fleets that are told of a package, while silos die.</summary>
public sealed class LifecycleTests
{
    private const string Type = "fleet";
    private const int Devices = 600;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task devices_that_register_without_a_name_while_a_silo_is_killed_are_there_once_each()
    {
        await using var cluster = await ClusterServers.StartAsync(new(Silos: 2, Gateways: 1));
        using var api = await cluster.LoginAsync();
        await api.CreateProfileAsync(Type, "key", "secret");
        using var http = new HttpClient { BaseAddress = cluster.Gateways[0].Address };
        var answers = new ConcurrentBag<(string? Status, string? Token)>();
        var registered = Parallel.ForAsync(0, Devices, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = Cancellation }, async (_, cancellation) =>
        {
            using var response = await http.PostAsJsonAsync("/api/v1/provision", new { provisionDeviceKey = "key", provisionDeviceSecret = "secret" }, cancellation);
            using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync(cancellation));
            string? Member(string name) => json.RootElement.TryGetProperty(name, out var member) ? member.ToString() : null;
            answers.Add((Member("status"), Member("credentialsValue")));
        });
        await UntilAsync(() => Task.FromResult(answers.Count >= Devices / 3));
        await cluster.Silos[1].KillAsync();
        await registered;
        Assert.All(answers, answer => Assert.Equal("SUCCESS", answer.Status));
        Assert.Equal(Devices, answers.DistinctBy(answer => answer.Token).Count());
        Assert.Equal(Devices, (await api.ListDevicesAsync(Type)).Count);
    }

    [Fact]
    public async Task a_fleet_is_told_of_its_package_once_each_whichever_silo_is_killed_meanwhile()
    {
        await using var cluster = await ClusterServers.StartAsync(new(Silos: 3, Gateways: 1));
        using var api = await cluster.LoginAsync();
        var profile = await api.CreateProfileAsync(Type, "key", "secret");
        var lines = Enumerable.Range(0, Devices).Select(n => string.Create(CultureInfo.InvariantCulture, $$"""{"name":"device-{{n}}","type":"{{Type}}"}"""));
        await api.ImportAsync(Guid.NewGuid(), new StringContent(string.Join('\n', lines)), onlyRefused: true);
        var fleet = await api.ListDevicesAsync(Type);
        var package = await api.CreatePackageAsync(profile, "fw", "1.0");
        await api.UploadAsync(package, [1, 2, 3]);
        await api.SetFirmwareAsync(profile, package);
        foreach (var silo in cluster.Silos)
        {
            await silo.KillAsync();
            await silo.StartAsync();
        }
        await UntilAsync(async () => (await api.ReadFanOutAsync(profile)).IsFinished);
        Assert.Equal(Devices, fleet.Count);
        foreach (var device in fleet.Values)
        {
            await UntilAsync(async () => await api.ReadSharedAttributeAsync(device, "fw_version") == "1.0");
            Assert.Equal(["QUEUED", "INITIATED"], await api.ReadValuesAsync(device, "fw_state"));
        }
    }

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var guard = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        guard.CancelAfter(ServerProcess.HangGuard);
        while (!await holds())
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, guard.Token);
    }
}
