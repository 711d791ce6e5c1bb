using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using OrleansIot.Servers;

namespace OrleansIot.Processes;

/// <summary>Firmware through kill -9 while it is uploaded, and while devices are told of it.</summary>
public sealed class FirmwareTests : IDisposable
{
    private const int Devices = 2_000;

    private readonly TempFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task kill_9_in_the_middle_of_an_upload_leaves_a_package_that_takes_its_data_anew()
    {
        var data = RandomNumberGenerator.GetBytes(8 << 20);
        Guid package;
        await using (var first = await EmbeddedServer.StartAsync(_folder.Path))
        {
            using var api = await first.LoginAsync();
            package = await api.CreatePackageAsync(await api.CreateProfileAsync("fleet", "key", "secret"), "fw", "1.0");
            using var half = new HeldBack(data, data.Length / 2);
            var broken = api.UploadAsync(package, half);
            await half.Reached.WaitAsync(Cancellation);
            Assert.False(await api.HasDataAsync(package));
            await first.Process.KillAsync();
            half.GoOn();
            await Assert.ThrowsAnyAsync<HttpRequestException>(() => broken);
        }

        await using var second = await EmbeddedServer.StartAsync(_folder.Path);
        using var again = await second.LoginAsync();
        Assert.False(await again.HasDataAsync(package));
        await again.UploadAsync(package, data);
        Assert.Equal(data, await again.DownloadAsync(package));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task kill_9_while_a_fleet_is_told_of_its_firmware_tells_everyone_and_nobody_twice(bool rollOut)
    {
        var settings = EmbeddedServer.KnownAdmin.Append(new("Ota__DevicesAtOnce", "1")).Append(new("Ota__SweepInterval", "00:00:01")).ToDictionary();
        var server = await EmbeddedServer.StartAsync(_folder.Path, environment: settings);
        try
        {
            Guid profile, started;
            IReadOnlyDictionary<string, Guid> fleet;
            using (var api = await server.LoginAsync())
            {
                profile = await api.CreateProfileAsync("fleet", "key", "secret");
                await api.ImportAsync(Guid.NewGuid(), new StringContent(string.Join('\n', Enumerable.Range(0, Devices).Select(Line))));
                fleet = await api.ListDevicesAsync("fleet");
                var package = await api.CreatePackageAsync(profile, "fw", "1.0");
                await api.UploadAsync(package, [1, 2, 3]);
                started = await StartAsync(api);

                async Task<Guid> StartAsync(ManagementApi management)
                {
                    if (rollOut)
                        return await management.RollOutAsync(package);
                    await management.SetFirmwareAsync(profile, package);
                    return profile;
                }
            }

            for (var kill = 1; kill <= 3; kill++)
            {
                using (var api = await server.LoginAsync())
                {
                    await UntilAsync(async () => (await ProgressAsync(api)).Done >= kill * Devices / 4);
                    Assert.True(kill > 1 || !(await ProgressAsync(api)).IsOver, "The kill came too late.");
                }
                await server.Process.KillAsync();
                await server.DisposeAsync();
                server = await EmbeddedServer.StartAsync(_folder.Path, server.EndPoint, settings);
            }

            using var again = await server.LoginAsync();
            await UntilAsync(async () => (await ProgressAsync(again)).IsOver);
            Assert.Equal(Devices, fleet.Count);
            foreach (var device in fleet.Values)
            {
                await UntilAsync(async () => await again.ReadSharedAttributeAsync(device, "fw_version") == "1.0");
                Assert.Equal(["QUEUED", "INITIATED"], await again.ReadValuesAsync(device, "fw_state"));
            }

            async Task<(long Done, bool IsOver)> ProgressAsync(ManagementApi api)
            {
                if (!rollOut)
                    return await api.ReadFanOutAsync(profile);
                var (reached, isBusy) = await api.ReadRollOutAsync(started);
                return (reached, !isBusy);
            }
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    private static string Line(int number) => string.Create(CultureInfo.InvariantCulture, $$"""{"name":"device-{{number}}","type":"fleet"}""");

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var guard = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        guard.CancelAfter(ServerProcess.HangGuard);
        while (!await holds())
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, guard.Token);
    }

    /// <summary>Data whose second part is not sent before somebody says so.</summary>
    private sealed class HeldBack(byte[] data, int first) : HttpContent
    {
        private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _goesOn = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Reached => _reached.Task;

        public void GoOn() => _goesOn.SetResult();

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(data.AsMemory(0, first));
            await stream.FlushAsync();
            _reached.SetResult();
            await _goesOn.Task;
            await stream.WriteAsync(data.AsMemory(first));
        }

        protected override bool TryComputeLength(out long length)
        {
            length = data.Length;
            return true;
        }
    }
}
