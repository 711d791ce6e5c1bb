using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using OrleansIot.Servers;

namespace OrleansIot.Processes;

/// <summary>Devices that register themselves, and operators who register many, through kill -9.</summary>
public sealed class RegistrationTests : IDisposable
{
    private const string Type = "fleet";

    private readonly TempFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task kill_9_under_provisioning_leaves_no_device_without_credentials_and_none_twice()
    {
        const int devices = 2_000;
        var tokens = new ConcurrentDictionary<int, string>();
        var server = await EmbeddedServer.StartAsync(_folder.Path);
        try
        {
            using (var api = await server.LoginAsync())
                await api.CreateProfileAsync(Type, "key", "secret");
            var killed = KillWhenAsync(() => tokens.Count >= devices / 3, server);
            await ProvisionAllAsync(server, devices, tokens);
            await killed;
            Assert.InRange(tokens.Count, devices / 3, devices - 1);
            await server.DisposeAsync();
            server = await EmbeddedServer.StartAsync(_folder.Path, server.EndPoint);

            // The profile gives credentials again: what was acknowledged must be the same.
            var acknowledged = tokens.ToDictionary();
            await ProvisionAllAsync(server, devices, tokens);
            Assert.Equal(devices, tokens.Count);
            Assert.All(acknowledged, device => Assert.Equal(device.Value, tokens[device.Key]));
            Assert.Equal(devices, tokens.Values.Distinct().Count());
            using var again = await server.LoginAsync();
            Assert.Equal(devices, (await again.ListDevicesAsync(Type)).Count);
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    [Fact]
    public async Task an_import_that_kill_9_broke_off_goes_on_and_registers_every_line_once()
    {
        const int lines = 20_000;
        var import = Guid.NewGuid();
        var server = await EmbeddedServer.StartAsync(_folder.Path);
        try
        {
            using (var api = await server.LoginAsync())
            {
                await api.CreateProfileAsync(Type, "key", "secret");
                // The lines never end here: it is the kill that ends them.
                var broken = api.ImportAsync(import, new PushedLines(Lines(int.MaxValue)));
                await KillWhenAsync(async () => await api.CountDevicesAsync(Type) >= lines / 4, server);
                await Assert.ThrowsAnyAsync<HttpRequestException>(() => broken);
            }
            await server.DisposeAsync();
            server = await EmbeddedServer.StartAsync(_folder.Path, server.EndPoint);

            using var again = await server.LoginAsync();
            var before = await again.ListDevicesAsync(Type);
            var report = await again.ImportAsync(import, new PushedLines(Lines(Math.Max(lines, before.Count))));
            Assert.Equal("END", report[^1].GetProperty("status").GetString());
            Assert.All(report[..^1], line => Assert.Equal("CREATED", line.GetProperty("status").GetString()));
            var after = await again.ListDevicesAsync(Type);
            Assert.Equal(Math.Max(lines, before.Count), after.Count);
            Assert.All(before, device => Assert.Equal(device.Value, after[device.Key]));
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    private static IEnumerable<string> Lines(int count) =>
        Enumerable.Range(0, count).Select(n => string.Create(System.Globalization.CultureInfo.InvariantCulture, $$"""{"name":"device-{{n}}","type":"{{Type}}"}"""));

    private static async Task ProvisionAllAsync(EmbeddedServer server, int devices, ConcurrentDictionary<int, string> tokens)
    {
        using var http = new HttpClient { BaseAddress = server.Address };
        await Parallel.ForAsync(0, devices, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (number, cancellation) =>
        {
            try
            {
                using var answer = await http.PostAsJsonAsync(
                    "/api/v1/provision", new { deviceName = $"device-{number}", provisionDeviceKey = "key", provisionDeviceSecret = "secret" }, cancellation);
                using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(cancellation));
                Assert.Equal("SUCCESS", json.RootElement.GetProperty("status").GetString());
                tokens[number] = json.RootElement.GetProperty("credentialsValue").GetString()!;
            }
            catch (HttpRequestException)
            {
                // Killed: the next round asks again.
            }
        });
    }

    private static Task KillWhenAsync(Func<bool> holds, EmbeddedServer server) => KillWhenAsync(() => Task.FromResult(holds()), server);

    private static async Task KillWhenAsync(Func<Task<bool>> holds, EmbeddedServer server)
    {
        using var guard = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        guard.CancelAfter(ServerProcess.HangGuard);
        while (!await holds())
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, guard.Token);
        await server.Process.KillAsync();
    }

    /// <summary>A body that is written while it is sent.</summary>
    private sealed class PushedLines(IEnumerable<string> lines) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context)
        {
            foreach (var chunk in lines.Chunk(500))
                await stream.WriteAsync(Encoding.UTF8.GetBytes(string.Join('\n', chunk) + "\n"));
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
