using System.Text.Json;

namespace OrleansIot.Silo.Tests.Http;

/// <summary>A server that looks every second for readings that are over.</summary>
public sealed class RetentionTests : IAsyncLifetime
{
    private readonly EmbeddedServer _server = new() { Settings = ["--Retention:Interval=00:00:01", "--Retention:TimeToLive=365.00:00:00"] };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _server.InitializeAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task readings_live_as_long_as_their_profile_says_and_the_report_tells_what_went()
    {
        var (now, day) = (TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(), 86_400_000L);
        (await _server.Admin.PostApiAsync($"api/deviceProfile", new { name = "short", storageTtlDays = 7 })).Ok();
        (await _server.Admin.PostApiAsync($"api/deviceProfile", new { name = "ever", storageTtlDays = 0 })).Ok();
        var devices = new Dictionary<string, string>();
        foreach (var type in new[] { "short", "ever", "default" })
        {
            devices[type] = (await _server.Admin.PostApiAsync($"api/device?accessToken=token-{type}", new { name = type, type })).Ok().Id;
            var body = new[] { 1, 8, 366 }.Select(age => new { ts = now - (age * day), values = new { age } });
            (await _server.Device.PostApiAsync($"api/v1/token-{type}/telemetry", JsonSerializer.Serialize(body))).Ok();
        }

        await UntilAsync(async () => await AgesAsync(devices["short"]) == "1" && await AgesAsync(devices["default"]) == "1 8");
        Assert.Equal("1 8 366", await AgesAsync(devices["ever"]));

        JsonElement last = default;
        await UntilAsync(async () => (last = (await _server.Admin.GetApiAsync($"api/retention")).Ok()["total"]).GetProperty("readings").GetInt64() == 3);
        Assert.Equal(0, last.GetProperty("partitions").GetInt64());
        Assert.Equal(365 * day, (await _server.Admin.GetApiAsync($"api/retention")).Ok()["timeToLive"].GetInt64());
    }

    [Fact]
    public async Task only_administrators_see_the_report() => (await _server.Device.GetApiAsync($"api/retention")).Refused(401, 10);

    private async Task<string> AgesAsync(string device)
    {
        var answer = (await _server.Admin.GetApiAsync(
            $"api/plugins/telemetry/DEVICE/{device}/values/timeseries?keys=age&startTs=0&endTs={long.MaxValue}&orderBy=DESC&useStrictDataTypes=true")).Ok();
        return string.Join(' ', answer["age"].EnumerateArray().Select(row => row.GetProperty("value").GetInt64()));
    }

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        while (!await holds())
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Cancellation);
    }
}
