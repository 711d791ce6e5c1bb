using System.Text.RegularExpressions;

namespace OrleansIot.Silo.Tests.Http;

[Collection(ManagementServer.Name)]
public sealed partial class DocumentationTests(EmbeddedServer server)
{
    [Fact]
    public async Task the_description_has_both_apis_and_every_operation_says_what_it_does()
    {
        var document = (await server.Device.GetApiAsync($"openapi/v1.json")).Ok();
        var paths = document["paths"].EnumerateObject().ToDictionary(p => p.Name, p => p.Value);
        string[] some =
        [
            "/api/auth/login", "/api/device", "/api/v1/{token}/telemetry", "/api/v1/{token}/attributes", "/api/v1/{token}/attributes/updates", "/api/v1/{token}/rpc",
            "/api/ruleChain/metadata", "/api/alarms",
        ];
        foreach (var path in some)
            Assert.Contains(path, paths.Keys);
        foreach (var (path, operations) in paths)
        {
            foreach (var operation in operations.EnumerateObject())
            {
                Assert.False(string.IsNullOrEmpty(operation.Value.GetProperty("summary").GetString()), path);
                Assert.NotEmpty(operation.Value.GetProperty("tags").EnumerateArray());
                Assert.Equal("#/components/schemas/Error", operation.Value.GetProperty("responses").GetProperty("default").GetProperty("content").GetProperty("application/json").GetProperty("schema").GetProperty("$ref").GetString());
                string?[] named = operation.Value.TryGetProperty("parameters", out var parameters)
                    ? [.. parameters.EnumerateArray().Where(p => p.GetProperty("in").GetString() == "path").Select(p => p.GetProperty("name").GetString())]
                    : [];
                Assert.Equal(PathParameter().Matches(path).Select(m => m.Groups[1].Value).Order(), named.Order());
            }
        }
    }

    [Fact]
    public async Task the_reference_page_needs_nothing_from_elsewhere()
    {
        var page = (await server.Device.GetApiAsync($"docs/")).Ok();
        Assert.DoesNotMatch("https?://", page.Text);
        Assert.StartsWith("default-src 'self'", page.Message.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        foreach (Match script in Script().Matches(page.Text))
            Assert.True((await server.Device.GetApiAsync($"docs/{script.Groups[1].Value}")).Ok().Text.Length > 1_000);
    }

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex PathParameter();

    [GeneratedRegex("""<script[^>]* src="([^"]+)">""")]
    private static partial Regex Script();
}
