using System.Text.Json;

namespace OrleansIot.Silo.Tests.Http;

/// <summary>A package goes from a few devices to all.</summary>
public sealed class RollOutTests : IAsyncLifetime
{
    private readonly EmbeddedServer _server = new() { Settings = ["--Ota:SweepInterval=00:00:00.2", "--Ota:DevicesAtOnce=20"] };
    private (string Id, string Token)[] _devices = [];
    private string _profile = "";
    private string _package = "";

    public async ValueTask InitializeAsync()
    {
        await _server.InitializeAsync();
        _profile = (await _server.CreateProfileAsync()).Id;
        _package = await _server.CreatePackageAsync(_profile, "abc"u8.ToArray(), "fw");
        _devices = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _server.CreateDeviceAsync(_profile)));
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task by_hand_each_stage_reaches_more_and_after_the_last_one_the_package_is_the_profiles()
    {
        var rollOut = await BeginAsync(new { stages = new[] { new { percent = 50 }, new { percent = 100 } }, maxFailedPercent = 100 });
        await SettledAsync(rollOut);
        var reached = await ReachedAsync();
        Assert.InRange(reached.Count, 1, 19);
        Assert.Equal(reached.Count, (await ReportAsync(rollOut))["reached"].GetInt32());

        (await _server.Admin.PostApiAsync($"api/otaRollOut/{rollOut}/advance")).Ok();
        await SettledAsync(rollOut);
        Assert.Equal(20, (await ReachedAsync()).Count);
        Assert.Equal("COMPLETED", (await _server.Admin.PostApiAsync($"api/otaRollOut/{rollOut}/advance")).Ok()["state"].GetString());
        Assert.Equal(_package, (await _server.Admin.GetApiAsync($"api/deviceProfile/{_profile}")).Ok()["firmwareId"].GetProperty("id").GetString());
        // Nobody is told twice.
        foreach (var (id, _) in _devices)
            Assert.Equal(2, (await StatesAsync(id)).Length);
        (await _server.Admin.PostApiAsync($"api/otaRollOut/{rollOut}/advance")).Refused(400, 31);
    }

    [Fact]
    public async Task an_automatic_one_goes_ring_by_ring_as_devices_finish()
    {
        await SetRingAsync(0, "canary");
        await SetRingAsync(1, "early");
        var rollOut = await BeginAsync(new { automatic = true, stages = new[] { new { rings = new[] { "canary" } }, new { rings = new[] { "early" } } } });
        await SettledAsync(rollOut);
        Assert.Equal([_devices[0].Id], await ReachedAsync());
        await SayAsync(0, "UPDATED");
        await LifecycleClient.EventuallyAsync(async () => (await ReachedAsync()).SetEquals([_devices[0].Id, _devices[1].Id]), "the next ring is reached");
        await SayAsync(1, "UPDATED");
        await LifecycleClient.EventuallyAsync(async () => (await ReportAsync(rollOut))["state"].GetString() == "COMPLETED", "it ends");
        await LifecycleClient.EventuallyAsync(async () => (await ReachedAsync()).Count == 20, "all have the profile's package");
    }

    [Fact]
    public async Task failures_pause_it_and_a_roll_back_gives_devices_back_what_they_had()
    {
        await SetRingAsync(0, "a");
        await SetRingAsync(1, "a");
        var rollOut = await BeginAsync(new { automatic = true, maxFailedPercent = 10, stages = new object[] { new { rings = new[] { "a" } }, new { percent = 100 } } });
        await SettledAsync(rollOut);
        await SayAsync(0, "FAILED");
        await LifecycleClient.EventuallyAsync(async () => (await ReportAsync(rollOut))["state"].GetString() == "PAUSED", "it pauses");
        Assert.Equal("1 of 2 devices failed", (await ReportAsync(rollOut))["reason"].GetString());
        var failed = (await _server.Admin.GetApiAsync($"api/otaRollOut/{rollOut}/devices?pageSize=10&page=0&state=FAILED")).Ok();
        Assert.Equal(_devices[0].Id, failed["data"].EnumerateArray().Single().GetProperty("id").GetProperty("id").GetString());

        (await _server.Admin.PostApiAsync($"api/otaRollOut/{rollOut}/rollBack")).Ok();
        await LifecycleClient.EventuallyAsync(async () => (await ReachedAsync()).Count == 0, "nobody has the package any more");
        (await _server.Admin.PostApiAsync($"api/otaRollOut/{rollOut}/resume")).Refused(400, 31);
        await LifecycleClient.EventuallyAsync(async () => !(await ReportAsync(rollOut))["busy"].GetBoolean(), "it is over");
        await BeginAsync(new { stages = new[] { new { percent = 100 } } });
    }

    [Fact]
    public async Task failures_pause_it_while_a_stage_of_many_devices_is_still_being_opened()
    {
        const int Many = 1_500;
        var profile = await ProfileNameAsync();
        using var lines = new StringContent(string.Concat(Enumerable.Range(0, Many).Select(n => $$"""{"name":"m{{n}}","type":"{{profile}}"}""" + "\n")), null, "application/x-ndjson");
        using var imported = await _server.Admin.PostAsync(new Uri("api/devices/import?report=REFUSED", UriKind.Relative), lines, TestContext.Current.CancellationToken);
        Assert.True(imported.IsSuccessStatusCode);
        var rollOut = await BeginAsync(new { maxFailedPercent = 0, stages = new[] { new { percent = 100 } } });
        await LifecycleClient.EventuallyAsync(async () => (await _server.AttributesAsync(_devices[0].Id)).ContainsKey("fw_version"), "the first device is reached");
        await SayAsync(0, "FAILED");
        await LifecycleClient.EventuallyAsync(async () => (await ReportAsync(rollOut))["state"].GetString() == "PAUSED", "it pauses");
        Assert.InRange((await ReportAsync(rollOut))["reached"].GetInt32(), 1, Many + _devices.Length - 1);
        Assert.Equal("RUNNING", (await _server.Admin.PostApiAsync($"api/otaRollOut/{rollOut}/resume")).Ok()["state"].GetString());
        await LifecycleClient.EventuallyAsync(async () => (await ReportAsync(rollOut))["reached"].GetInt32() == Many + _devices.Length, "it goes on");
    }

    [Fact]
    public async Task while_one_is_under_way_the_profile_keeps_its_package_and_no_other_begins()
    {
        var rollOut = await BeginAsync(new { stages = new[] { new { percent = 1 } } });
        (await _server.ChangeAsync("deviceProfile", _profile, ("firmwareId", LifecycleClient.Package(_package)))).Refused(400, 31);
        (await PostAsync(new { stages = new[] { new { percent = 1 } } })).Refused(400, 31);
        (await _server.Admin.DeleteApiAsync($"api/otaPackage/{_package}")).Refused(400, 31);
        (await _server.Admin.PostApiAsync($"api/otaRollOut/{rollOut}/pause")).Ok();
        Assert.Equal("RUNNING", (await _server.Admin.PostApiAsync($"api/otaRollOut/{rollOut}/resume")).Ok()["state"].GetString());
    }

    [Fact]
    public async Task plans_that_make_no_sense_and_people_who_are_no_administrators_are_refused()
    {
        (await PostAsync(new { })).Refused(400, 31);
        (await PostAsync(new { stages = new[] { new { percent = 50 }, new { percent = 50 } } })).Refused(400, 31);
        (await PostAsync(new { stages = new object[] { new { percent = 50, rings = new[] { "a" } } } })).Refused(400, 31);
        (await PostAsync(new { stages = new object?[] { null } })).Refused(400, 31);
        var (_, _, _, user) = await _server.CreateCustomerUserAsync();
        (await user.GetApiAsync($"api/otaRollOuts?pageSize=10&page=0")).Refused(403, 20);
        (await _server.Admin.GetApiAsync($"api/otaRollOut/{Guid.NewGuid()}")).Refused(404, 32);
    }

    private async Task<string?> ProfileNameAsync() => (await _server.Admin.GetApiAsync($"api/deviceProfile/{_profile}")).Ok()["name"].GetString();

    private async Task<string> BeginAsync(object plan) => (await PostAsync(plan)).Ok()["id"].GetString()!;

    private Task<ApiAnswer> PostAsync(object plan)
    {
        var body = JsonSerializer.Deserialize<Dictionary<string, object?>>(JsonSerializer.Serialize(plan))!;
        body["packageId"] = LifecycleClient.Package(_package);
        return _server.Admin.PostApiAsync($"api/otaRollOut", body);
    }

    private async Task<ApiAnswer> ReportAsync(string rollOut) => (await _server.Admin.GetApiAsync($"api/otaRollOut/{rollOut}")).Ok();

    private Task SettledAsync(string rollOut) => LifecycleClient.EventuallyAsync(async () => !(await ReportAsync(rollOut))["busy"].GetBoolean(), "the stage is open");

    private async Task<HashSet<string>> ReachedAsync()
    {
        var reached = new HashSet<string>();
        foreach (var (id, _) in _devices)
        {
            if ((await _server.AttributesAsync(id)).ContainsKey("fw_version"))
                reached.Add(id);
        }
        return reached;
    }

    private async Task<string?[]> StatesAsync(string device)
    {
        var answer = (await _server.Admin.GetApiAsync($"api/plugins/telemetry/DEVICE/{device}/values/timeseries?keys=fw_state&startTs=0&endTs=4000000000000&limit=10")).Ok();
        return [.. answer["fw_state"].EnumerateArray().Select(v => v.GetProperty("value").GetString())];
    }

    private async Task SetRingAsync(int device, string ring) =>
        (await _server.Admin.PostApiAsync($"api/plugins/telemetry/DEVICE/{_devices[device].Id}/attributes/SERVER_SCOPE", new { otaRing = ring })).Ok();

    private async Task SayAsync(int device, string state) => (await _server.Device.PostApiAsync($"api/v1/{_devices[device].Token}/telemetry", $$"""{"fw_state":"{{state}}"}""")).Ok();
}
