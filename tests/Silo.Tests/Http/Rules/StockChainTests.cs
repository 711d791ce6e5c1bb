using System.Net;
using System.Text.Json;

namespace OrleansIot.Silo.Tests.Http.Rules;

/// <summary>A document in the format of ThingsBoard's stock root chain, imported and made the root chain, on a server of its own.</summary>
public sealed class StockChainTests : IAsyncLifetime
{
    private static readonly string Document = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Http", "Rules", "stock-root-chain.json"));

    private readonly EmbeddedServer _server = new() { Settings = ["--ServerCalls:Timeout=500", "--Logging:LogLevel:OrleansIot.Rules.Log=Debug"] };
    private string _chain = "";

    public async ValueTask InitializeAsync()
    {
        await _server.InitializeAsync();
        var imported = (await _server.Admin.PostApiAsync($"api/ruleChains/import", Document)).Ok();
        _chain = imported.Json[0].GetProperty("ruleChainId").GetProperty("id").GetString()!;
        (await _server.Admin.PostApiAsync($"api/ruleChain/{_chain}/root")).Ok();
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task it_is_shown_as_it_was_imported()
    {
        var (given, shown) = (JsonDocument.Parse(Document).RootElement.GetProperty("metadata"), (await _server.Admin.GetApiAsync($"api/ruleChain/{_chain}/metadata")).Ok());
        Assert.Equal(6, shown["firstNodeIndex"].GetInt32());
        Assert.True(JsonElement.DeepEquals(given.GetProperty("connections"), shown["connections"]));
        foreach (var (node, read) in given.GetProperty("nodes").EnumerateArray().Zip(shown["nodes"].EnumerateArray()))
        {
            foreach (var member in (string[])["type", "name", "configuration", "configurationVersion", "additionalInfo"])
                Assert.True(JsonElement.DeepEquals(node.GetProperty(member), read.GetProperty(member)), member);
        }
    }

    [Fact]
    public async Task readings_attributes_and_calls_go_through_it()
    {
        var (id, token) = await _server.CreateDeviceAsync();
        (await _server.Device.PostApiAsync($"api/v1/{token}/telemetry", """{"ts":5,"values":{"t":1.5}}""")).Ok();
        (await _server.Device.PostApiAsync($"api/v1/{token}/attributes", """{"a":true}""")).Ok();
        var call = await _server.Device.PostApiAsync($"api/v1/{token}/rpc", """{"method":"m","params":{}}""");
        Assert.Equal((HttpStatusCode.RequestTimeout, ""), (call.Status, call.Text));
        var latest = (await _server.Admin.GetApiAsync($"api/plugins/telemetry/DEVICE/{id}/values/timeseries?useStrictDataTypes=true")).Ok();
        Assert.Equal("""{"t":[{"ts":5,"value":1.5}]}""", latest.Text);
        var attributes = (await _server.Admin.GetApiAsync($"api/plugins/telemetry/DEVICE/{id}/values/attributes/CLIENT_SCOPE")).Ok();
        Assert.Equal("a", Assert.Single(attributes.Json.EnumerateArray()).GetProperty("key").GetString());
    }

    [Fact]
    public async Task commands_of_callers_are_not_sent_twice()
    {
        var (id, token) = await _server.CreateDeviceAsync();
        foreach (var persistent in (bool[])[false, true])
        {
            var caller = _server.Admin.PostApiAsync($"api/rpc/twoway/{id}", new { method = "m", @params = 1, persistent });
            var taken = (await _server.Device.GetApiAsync($"api/v1/{token}/rpc?timeout=20000")).Ok();
            (await _server.Device.PostApiAsync($"api/v1/{token}/rpc/{taken["id"].GetInt32()}", "2")).Ok();
            Assert.Equal(persistent ? JsonValueKind.Object : JsonValueKind.Number, (await caller).Ok().Json.ValueKind);
            Assert.Equal(HttpStatusCode.RequestTimeout, (await _server.Device.GetApiAsync($"api/v1/{token}/rpc?timeout=500")).Status);
        }
    }
}
