using System.Text;
using OrleansIot.Load;
using OrleansIot.Servers;

namespace OrleansIot.Processes;

/// <summary>The truth checks of the race and of the kill tests must be able to fail.</summary>
public sealed class AuditTests : IAsyncLifetime
{
    private const int Devices = 20;
    private const int Rounds = 3;
    private const long BaseTs = 1_700_000_000_000;

    private readonly TempFolder _folder = new();
    private readonly Ledger _ledger = new(Devices, BaseTs);
    private EmbeddedServer? _server;
    private ManagementApi? _api;
    private FleetDevice[] _fleet = [];

    public async ValueTask InitializeAsync()
    {
        _server = await EmbeddedServer.StartAsync(_folder.Path);
        _api = await _server.LoginAsync();
        _fleet = await Fleet.CreateAsync(_api, Devices);
    }

    public async ValueTask DisposeAsync()
    {
        _api?.Dispose();
        await _server!.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task what_is_as_acknowledged_holds()
    {
        await LoadAsync(RequestTemplate.PostTelemetry);
        var audit = await TelemetryAudit.RunAsync(_api!, _fleet, _ledger);
        Assert.True(audit is { Holds: true, Acknowledged: Devices * Rounds, Stored: Devices * Rounds }, audit.ToString());
    }

    [Theory]
    [InlineData("counter")]
    [InlineData("temperature,humidity,counter")]
    public async Task a_reading_that_is_gone_shows(string keys)
    {
        await LoadAsync(RequestTemplate.PostTelemetry);
        await _api!.DeleteRowsAsync(_fleet[3].Id, keys, BaseTs + 1, BaseTs + 2);
        await AssertFaultAsync("device 3, number 1");
    }

    [Fact]
    public async Task a_value_that_differs_shows()
    {
        await LoadAsync(RequestTemplate.PostTelemetry);
        await PostAsync("telemetry", $$$"""{"ts":{{{BaseTs + 2}}},"values":{"humidity":45}}""");
        await AssertFaultAsync("humidity number 2");
    }

    [Fact]
    public async Task a_reading_that_nobody_sent_shows()
    {
        await LoadAsync(RequestTemplate.PostTelemetry);
        await PostAsync("telemetry", $$$"""{"ts":{{{BaseTs + Rounds}}},"values":{"counter":1000003}}""");
        await AssertFaultAsync("nobody sent it");
    }

    [Fact]
    public async Task attributes_older_than_the_last_acknowledged_show()
    {
        await LoadAsync(RequestTemplate.PostAttributes);
        Assert.True((await AttributeAudit.RunAsync(_api!, _fleet, _ledger)).Holds);
        await PostAsync("attributes", """{"voltage":3.1000001,"uptime":1000001,"firmware":"v-1000001"}""");
        Assert.False((await AttributeAudit.RunAsync(_api!, _fleet, _ledger)).Holds);
    }

    private Task LoadAsync(RequestTemplate template) =>
        LoadRun.RunToEndAsync(_server!.EndPoint, new FleetWorkload(template, [.. _fleet.Select(d => d.Token)], _ledger, 4, Rounds), 4);

    private async Task PostAsync(string path, string body)
    {
        using var http = new HttpClient { BaseAddress = _server!.Address };
        using var content = new StringContent(body, Encoding.UTF8);
        using var response = await http.PostAsync($"/api/v1/{_fleet[0].Token}/{path}", content, TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
    }

    private async Task AssertFaultAsync(string fault)
    {
        var audit = await TelemetryAudit.RunAsync(_api!, _fleet, _ledger);
        Assert.Contains(audit.Faults, f => f.Contains(fault, StringComparison.Ordinal));
    }
}
