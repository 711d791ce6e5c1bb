using System.Text.Json;
using OrleansIot.Servers;

namespace OrleansIot.Processes;

/// <summary>
/// The curl examples of the public reference of the HTTP device API, as a shell runs them. Some of them lose their inner quotes there and post
/// <c>{temperature:42,humidity:73}</c>: that is what people paste, so it has to work.
/// </summary>
public sealed class PublicExampleTests : IAsyncLifetime
{
    private const string Nested = """{"someNumber":42,"someArray":[1,2,3],"someNestedObject":{"key":"value"}}""";

    private readonly TempFolder _folder = new();
    private EmbeddedServer? _server;
    private ManagementApi? _api;
    private FleetDevice? _device;

    public async ValueTask InitializeAsync()
    {
        _server = await EmbeddedServer.StartAsync(_folder.Path);
        _api = await _server.LoginAsync();
        _device = await _api.CreateDeviceAsync("example", "ExampleToken");
    }

    public async ValueTask DisposeAsync()
    {
        _api?.Dispose();
        await _server!.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task telemetry_example_1_whose_quotes_the_shell_eats()
    {
        await PasteAsync("""curl -v -X POST --data "{"temperature":42,"humidity":73}" http://$THINGSBOARD_HOST_NAME/api/v1/$ACCESS_TOKEN/telemetry --header "Content-Type:application/json" """);
        await AssertLatestAsync(("temperature", "42"), ("humidity", "73"));
    }

    [Fact]
    public async Task telemetry_example_1_in_single_quotes()
    {
        await PasteAsync("""curl -v -X POST --data '{"temperature":42,"humidity":73}' http://$THINGSBOARD_HOST_NAME/api/v1/$ACCESS_TOKEN/telemetry --header "Content-Type:application/json" """);
        await AssertLatestAsync(("temperature", "42"), ("humidity", "73"));
    }

    [Fact]
    public async Task telemetry_example_1_with_the_content_type_that_curl_sends_by_itself()
    {
        await PasteAsync("""curl -v --data "{"temperature":42,"humidity":73}" http://$THINGSBOARD_HOST_NAME/api/v1/$ACCESS_TOKEN/telemetry""");
        await AssertLatestAsync(("temperature", "42"), ("humidity", "73"));
    }

    [Fact]
    public async Task telemetry_example_2_an_object_from_a_file()
    {
        await WriteAsync("telemetry-data-as-object.json", $$"""
            {
              "stringKey": "value1",
              "booleanKey": true,
              "doubleKey": 42.0,
              "longKey": 73,
              "jsonKey": {{Nested}}
            }
            """);
        await PasteAsync("""curl -v -X POST -d @telemetry-data-as-object.json http://$THINGSBOARD_HOST_NAME/api/v1/$ACCESS_TOKEN/telemetry --header "Content-Type:application/json" """);
        await AssertLatestAsync(("stringKey", "\"value1\""), ("booleanKey", "true"), ("doubleKey", "42.0"), ("longKey", "73"), ("jsonKey", Nested));
    }

    [Fact]
    public async Task telemetry_example_3_an_array_from_a_file()
    {
        await WriteAsync("telemetry-data-as-array.json", """[{"key1":"value1"}, {"key2":true}]""");
        await PasteAsync("""curl -v -X POST -d @telemetry-data-as-array.json http://$THINGSBOARD_HOST_NAME/api/v1/$ACCESS_TOKEN/telemetry --header "Content-Type:application/json" """);
        await AssertLatestAsync(("key1", "\"value1\""), ("key2", "true"));
    }

    [Fact]
    public async Task telemetry_example_4_with_a_time_from_a_file()
    {
        await WriteAsync("telemetry-data-with-ts.json", $$"""
            {
              "ts": 1451649600512,
              "values": {
                "stringKey": "value1",
                "booleanKey": true,
                "doubleKey": 42.0,
                "longKey": 73,
                "jsonKey": {{Nested}}
              }
            }
            """);
        await PasteAsync("""curl -v -X POST -d @telemetry-data-with-ts.json http://$THINGSBOARD_HOST_NAME/api/v1/$ACCESS_TOKEN/telemetry --header "Content-Type:application/json" """);
        using var rows = await _api!.ReadRowsAsync(_device!.Id, "longKey,doubleKey", 1451649600512, 1451649600513);
        Assert.Equal("73", rows.RootElement.GetProperty("longKey")[0].GetProperty("value").GetRawText());
        Assert.Equal("42.0", rows.RootElement.GetProperty("doubleKey")[0].GetProperty("value").GetRawText());
    }

    [Fact]
    public async Task attributes_example_1_whose_quotes_the_shell_eats_and_both_ways_to_read_them()
    {
        await PasteAsync("""curl -v -X POST --data "{"attribute1": "value1", "attribute2":true, "attribute3": 43.0}" http://$THINGSBOARD_HOST_NAME/api/v1/$ACCESS_TOKEN/attributes --header "Content-Type:application/json" """);
        await AssertAttributesAsync(("attribute1", "\"value1\""), ("attribute2", "true"), ("attribute3", "43.0"));

        const string Expected = """{"client":{"attribute1":"value1","attribute2":true}}""";
        var quoted = await PasteAsync("""curl -v -X GET "http://$THINGSBOARD_HOST_NAME/api/v1/$ACCESS_TOKEN/attributes?clientKeys=attribute1,attribute2&sharedKeys=shared1,shared2" """);
        AssertJson(Expected, quoted.Output);

        // Without quotes the shell cuts the line at the ampersand.
        var unquoted = await PasteAsync("curl -v -X GET http://$THINGSBOARD_HOST_NAME/api/v1/$ACCESS_TOKEN/attributes?clientKeys=attribute1,attribute2&sharedKeys=shared1,shared2");
        AssertJson(Expected, unquoted.Output);
    }

    [Fact]
    public async Task attributes_example_2_from_a_file()
    {
        await WriteAsync("new-attributes-values.json", $$"""
            {
              "attribute1": "value1",
              "attribute2": true,
              "attribute3": 42.0,
              "attribute4": 73,
              "attribute5": {{Nested}}
            }
            """);
        await PasteAsync("""curl -v -X POST -d @new-attributes-values.json http://$THINGSBOARD_HOST_NAME/api/v1/$ACCESS_TOKEN/attributes --header "Content-Type:application/json" """);
        await AssertAttributesAsync(("attribute1", "\"value1\""), ("attribute2", "true"), ("attribute3", "42.0"), ("attribute4", "73"), ("attribute5", Nested));
    }

    private async Task<Bash> PasteAsync(string line)
    {
        var result = await Bash.RunAsync(line, _folder.Path, ("THINGSBOARD_HOST_NAME", _server!.EndPoint.ToString()), ("ACCESS_TOKEN", _device!.Token));
        Assert.Contains("HTTP/1.1 200 OK", result.Errors, StringComparison.Ordinal);
        return result;
    }

    private Task WriteAsync(string name, string content) => File.WriteAllTextAsync(Path.Combine(_folder.Path, name), content, TestContext.Current.CancellationToken);

    private async Task AssertLatestAsync(params (string Key, string Value)[] expected)
    {
        using var latest = await _api!.ReadLatestAsync(_device!.Id, string.Join(',', expected.Select(e => e.Key)));
        foreach (var (key, value) in expected)
            Assert.Equal(value, latest.RootElement.GetProperty(key)[0].GetProperty("value").GetRawText());
    }

    private async Task AssertAttributesAsync(params (string Key, string Value)[] expected)
    {
        using var attributes = await _api!.ReadClientAttributesAsync(_device!.Id);
        var actual = attributes.RootElement.EnumerateArray().ToDictionary(a => a.GetProperty("key").GetString()!, a => a.GetProperty("value").GetRawText());
        Assert.Equal(expected.ToDictionary(e => e.Key, e => e.Value), actual);
    }

    private static void AssertJson(string expected, string actual)
    {
        using var want = JsonDocument.Parse(expected);
        using var have = JsonDocument.Parse(actual);
        Assert.True(JsonElement.DeepEquals(want.RootElement, have.RootElement), actual);
    }
}
