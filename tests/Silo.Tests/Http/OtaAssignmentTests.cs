namespace OrleansIot.Silo.Tests.Http;

/// <summary>What devices are told, and when.</summary>
[Collection(ManagementServer.Name)]
public sealed class OtaAssignmentTests(EmbeddedServer server) : IAsyncLifetime
{
    private readonly string _title = LifecycleClient.Unique("fw");
    private string _profile = "";

    public async ValueTask InitializeAsync() => _profile = (await server.CreateProfileAsync()).Id;

    public ValueTask DisposeAsync() => default;

    [Fact]
    public async Task a_poller_sees_one_package_replace_another_in_one_piece()
    {
        var (one, two) = (await PackageAsync("1.0"), await PackageAsync("2.0"));
        var (device, token) = await server.CreateDeviceAsync(_profile);
        (await server.ChangeAsync("device", device, ("firmwareId", LifecycleClient.Package(one)))).Ok();
        var poll = server.Device.GetApiAsync($"api/v1/{token}/attributes/updates?timeout=20000");
        await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, TestContext.Current.CancellationToken);
        (await server.ChangeAsync("device", device, ("firmwareId", LifecycleClient.Package(two)))).Ok();
        var update = (await poll).Ok();
        Assert.Equal(("2.0", 3), (update["fw_version"].GetString(), update["fw_size"].GetInt32()));
        Assert.True(update.Json.TryGetProperty("fw_checksum", out _));
        Assert.Equal(["INITIATED", "QUEUED", "INITIATED", "QUEUED"], await StatesAsync(device));
    }

    [Fact]
    public async Task a_profiles_package_reaches_its_devices_and_leaves_those_with_one_of_their_own()
    {
        var (common, own) = (await PackageAsync("1.0"), await PackageAsync("2.0"));
        var devices = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => server.CreateDeviceAsync(_profile)));
        (await server.ChangeAsync("device", devices[0].Id, ("firmwareId", LifecycleClient.Package(own)))).Ok();
        (await server.ChangeAsync("deviceProfile", _profile, ("firmwareId", LifecycleClient.Package(common)))).Ok();
        await LifecycleClient.EventuallyAsync(FinishedAsync, "the fan-out ends");

        foreach (var (id, _) in devices)
            Assert.Equal(id == devices[0].Id ? "2.0" : "1.0", (await server.AttributesAsync(id))["fw_version"]);
        var progress = (await server.Admin.GetApiAsync($"api/deviceProfile/{_profile}/packages")).Ok().Json[0];
        Assert.Equal(("FIRMWARE", 0L), (progress.GetProperty("type").GetString(), progress.GetProperty("postponed").GetInt64()));
        Assert.Equal(progress.GetProperty("total").GetInt64(), progress.GetProperty("done").GetInt64());

        (await server.ChangeAsync("deviceProfile", _profile, ("firmwareId", null))).Ok();
        await LifecycleClient.EventuallyAsync(FinishedAsync, "the fan-out ends");
        await LifecycleClient.EventuallyAsync(async () => !(await server.AttributesAsync(devices[1].Id)).ContainsKey("fw_version"), "the attributes go");
        Assert.Equal("2.0", (await server.AttributesAsync(devices[0].Id))["fw_version"]);
    }

    [Fact]
    public async Task a_device_that_loses_its_own_package_gets_its_profiles()
    {
        var (common, own) = (await PackageAsync("1.0"), await PackageAsync("2.0"));
        var (device, _) = await server.CreateDeviceAsync(_profile);
        (await server.ChangeAsync("device", device, ("firmwareId", LifecycleClient.Package(own)))).Ok();
        (await server.ChangeAsync("deviceProfile", _profile, ("firmwareId", LifecycleClient.Package(common)))).Ok();
        await LifecycleClient.EventuallyAsync(FinishedAsync, "the fan-out ends");
        (await server.ChangeAsync("device", device, ("firmwareId", null))).Ok();
        Assert.Equal("1.0", (await server.AttributesAsync(device))["fw_version"]);
    }

    [Fact]
    public async Task packages_of_other_profiles_types_or_without_data_are_not_assigned()
    {
        var (device, _) = await server.CreateDeviceAsync(_profile);
        var empty = await server.CreatePackageAsync(_profile, _title, "1.0");
        var foreign = await server.CreatePackageAsync((await server.CreateProfileAsync()).Id, "abc"u8.ToArray(), _title, "2.0");
        (await server.ChangeAsync("device", device, ("firmwareId", LifecycleClient.Package(empty)))).Refused(400, 31);
        (await server.ChangeAsync("device", device, ("firmwareId", LifecycleClient.Package(foreign)))).Refused(400, 31);
        (await server.ChangeAsync("device", device, ("softwareId", LifecycleClient.Package(await PackageAsync("3.0"))))).Refused(400, 31);
        (await server.ChangeAsync("deviceProfile", _profile, ("firmwareId", LifecycleClient.Package(foreign)))).Refused(400, 31);
        Assert.Empty(await server.AttributesAsync(device));
    }

    private Task<string> PackageAsync(string version) => server.CreatePackageAsync(_profile, "abc"u8.ToArray(), _title, version);

    private async Task<bool> FinishedAsync() =>
        (await server.Admin.GetApiAsync($"api/deviceProfile/{_profile}/packages")).Ok().Json.EnumerateArray().All(p => p.GetProperty("state").GetString() == "FINISHED");

    private async Task<string?[]> StatesAsync(string device)
    {
        var answer = (await server.Admin.GetApiAsync($"api/plugins/telemetry/DEVICE/{device}/values/timeseries?keys=fw_state&startTs=0&endTs=4000000000000&limit=10")).Ok();
        return [.. answer["fw_state"].EnumerateArray().Select(v => v.GetProperty("value").GetString())];
    }
}
