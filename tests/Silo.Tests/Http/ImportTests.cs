using System.Text.Json;

namespace OrleansIot.Silo.Tests.Http;

[Collection(ManagementServer.Name)]
public sealed class ImportTests(EmbeddedServer server)
{
    private const string Ndjson = "application/x-ndjson";
    private readonly string _name = LifecycleClient.Unique("import");

    [Fact]
    public async Task every_line_is_reported_and_good_ones_are_devices_with_what_the_line_says()
    {
        var (customer, _, _, _) = await server.CreateCustomerUserAsync();
        var title = (await server.Admin.GetApiAsync($"api/customer/{customer}")).Ok()["title"].GetString();
        var profile = (await server.CreateProfileAsync())["name"].GetString();
        var report = await ImportAsync(
            $$"""{"name":"{{_name}}-1","type":"{{profile}}","customer":"{{title}}","token":"{{_name}}","shared":{"interval":5},"server":{"site":"north"} }""",
            """{"type":"default"}""",
            "{no json",
            "",
            $$"""{"name":"{{_name}}-1"}""",
            $$"""{"name":"{{_name}}-2","customer":"nobody-{{_name}}"}""",
            $$"""{"name":"{{_name}}-3"}""");
        Assert.Equal(["CREATED", "REFUSED", "REFUSED", "REFUSED", "REFUSED", "CREATED", "END"], report.Select(Status));
        Assert.Equal([1L, 2, 3, 5, 6, 7, 7], report.Select(r => r.GetProperty("line").GetInt64()));
        Assert.Equal((2, 4), (report[^1].GetProperty("created").GetInt32(), report[^1].GetProperty("refused").GetInt32()));
        var device = (await server.Admin.GetApiAsync($"api/device/{report[0].GetProperty("id").GetString()}")).Ok();
        Assert.Equal((profile, customer), (device["type"].GetString(), device["customerId"].GetProperty("id").GetString()));
        Assert.Equal("5", (await server.AttributesAsync(device.Id))["interval"]);
        Assert.Equal("north", (await server.AttributesAsync(device.Id, "SERVER_SCOPE"))["site"]);
        (await server.Device.PostApiAsync($"api/v1/{_name}/telemetry", """{"a":1}""")).Ok();
    }

    [Fact]
    public async Task an_import_that_comes_again_reports_the_same_devices_and_credentials_and_makes_none()
    {
        var import = Guid.NewGuid();
        string[] lines = [.. Enumerable.Range(0, 1_200).Select(n => $$"""{"name":"{{_name}}-{{n}}"}""")];
        var first = await ImportAsync(import, 0, lines[..700]);
        var again = await ImportAsync(import, 0, lines);
        Assert.Equal(first[..^1].Select(Id), again[..700].Select(Id));
        Assert.Equal(first[..^1].Select(Credentials), again[..700].Select(Credentials));
        Assert.Equal(1_200, again[..^1].Select(Id).Distinct().Count());
        Assert.Equal(1_200, (await server.Admin.GetApiAsync($"api/tenant/devices?pageSize=1&page=0&textSearch={_name}")).Ok()["totalElements"].GetInt32());
        var progress = (await server.Admin.GetApiAsync($"api/devices/import/{import}")).Ok();
        Assert.Equal((1_200L, 1_200L, 0L), (progress["line"].GetInt64(), progress["created"].GetInt64(), progress["refused"].GetInt64()));
    }

    [Fact]
    public async Task an_import_goes_on_behind_the_lines_whose_reports_have_arrived()
    {
        var import = Guid.NewGuid();
        string[] lines = [.. Enumerable.Range(0, 10).Select(n => $$"""{"name":"{{_name}}-{{n}}"}""")];
        await ImportAsync(import, 0, lines[..4]);
        var rest = await ImportAsync(import, 4, lines);
        Assert.Equal([5L, 6, 7, 8, 9, 10, 10], rest.Select(r => r.GetProperty("line").GetInt64()));
        Assert.All(rest[..^1], r => Assert.Equal("CREATED", Status(r)));
    }

    [Fact]
    public async Task another_import_refuses_names_that_exist()
    {
        var line = $$"""{"name":"{{_name}}"}""";
        await ImportAsync(Guid.NewGuid(), 0, line);
        Assert.Equal("REFUSED", Status((await ImportAsync(Guid.NewGuid(), 0, line))[0]));
    }

    [Fact]
    public async Task comma_separated_values_name_their_columns_in_the_first_line()
    {
        var answer = (await server.Admin.CallAsync("POST", $"api/devices/import?report=REFUSED", $"name,token,server:site\n{_name}-a,,\"a \"\"b\"\"\"\n{_name}-b\n", "text/csv")).Ok();
        var report = Lines(answer);
        Assert.Equal(["REFUSED", "END"], report.Select(Status));
        Assert.Equal(3, report[0].GetProperty("line").GetInt32());
        var id = (await server.Admin.GetApiAsync($"api/tenant/devices?deviceName={_name}-a")).Ok().Id;
        Assert.Equal("a \"b\"", (await server.AttributesAsync(id, "SERVER_SCOPE"))["site"]);
        (await server.Admin.CallAsync("POST", $"api/devices/import", "name,colour\na,red\n", "text/csv")).Refused(400, 31);
    }

    [Fact]
    public async Task only_administrators_import_and_only_lines()
    {
        var (_, _, _, user) = await server.CreateCustomerUserAsync();
        (await user.CallAsync("POST", $"api/devices/import", "{}", Ndjson)).Refused(403, 20);
        (await server.Admin.CallAsync("POST", $"api/devices/import", "{}")).Refused(415, 31);
        (await server.Admin.CallAsync("POST", $"api/devices/import?import=x", "{}", Ndjson)).Refused(400, 31);
        (await server.Admin.GetApiAsync($"api/devices/import/{Guid.NewGuid()}")).Refused(404, 32);
    }

    private Task<JsonElement[]> ImportAsync(params string[] lines) => ImportAsync(Guid.NewGuid(), 0, lines);

    private async Task<JsonElement[]> ImportAsync(Guid import, long after, params string[] lines) =>
        Lines((await server.Admin.CallAsync("POST", $"api/devices/import?import={import}&after={after}", string.Join('\n', lines), Ndjson)).Ok());

    private static JsonElement[] Lines(ApiAnswer answer) =>
        [.. answer.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];

    private static string Status(JsonElement line) => line.GetProperty("status").GetString()!;

    private static string Id(JsonElement line) => line.GetProperty("id").GetString()!;

    private static string Credentials(JsonElement line) => line.GetProperty("credentialsId").GetString()!;
}
