using System.Globalization;
using System.Text;
using System.Text.Json;
using static OrleansIot.Silo.Tests.Http.Rules.ChainDocuments;

namespace OrleansIot.Silo.Tests.Http.Rules;

[Collection(ManagementServer.Name)]
public sealed class ClientRpcTests(EmbeddedServer server)
{
    [Fact]
    public async Task example_of_the_public_reference_works_as_it_is_written_there()
    {
        var chain = await server.CreateChainAsync(
            [
                Node(TypeSwitch, "Message Type Switch"),
                Script(Transform, "script", "return {msg: {time:String(new Date())}, metadata: metadata, msgType: msgType};"),
                Node(Reply, "rpc call reply", new { serviceIdMetaDataAttribute = "serviceId", sessionIdMetaDataAttribute = "sessionId", requestIdMetaDataAttribute = "requestId" }),
            ],
            [Link(0, 1, FromDevice), Link(1, 2, "Success")]);
        var (_, token) = await server.CreateDeviceOfAsync(chain);
        var answer = (await server.Device.PostApiAsync($"api/v1/{token}/rpc", """{"method": "getTime", "params":{}}""")).Ok();
        Assert.Equal("application/json", answer.Message.Content.Headers.ContentType?.ToString());
        var time = answer["time"].GetString()!;
        Assert.True(DateTimeOffset.TryParse(time.Split(" GMT")[0], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var told), time);
        Assert.InRange(TimeProvider.System.GetUtcNow() - told, TimeSpan.FromMinutes(-1), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task message_has_what_thingsboards_chains_read()
    {
        var chain = await server.CreateChainAsync([Script(Transform, "all", "return {msg: {msg: msg, metadata: metadata, type: msgType}};"), Node(Reply, "reply")], [Link(0, 1, "Success")]);
        var (id, token) = await server.CreateDeviceOfAsync(chain);
        var device = (await server.Admin.GetApiAsync($"api/device/{id}")).Ok();
        var answer = (await server.Device.PostApiAsync($"api/v1/{token}/rpc", "{method: 7, other: 1, 'params': [1, null, {a: 'ü'}]}")).Ok();
        Assert.Equal("TO_SERVER_RPC_REQUEST", answer["type"].GetString());
        Assert.Equal("""{"method":"7","params":[1,null,{"a":"ü"}]}""", answer["msg"].GetRawText());
        var metadata = answer["metadata"].Deserialize<Dictionary<string, string>>()!;
        Assert.Equal((device["name"].GetString(), device["type"].GetString(), "0"), (metadata["deviceName"], metadata["deviceType"], metadata["requestId"]));
        Assert.True(Guid.TryParse(metadata["sessionId"], out _));
        Assert.NotEmpty(metadata["serviceId"]);
    }

    [Theory]
    [InlineData("", 400)]
    [InlineData("{}", 400)]
    [InlineData("""{"method":"m"}""", 400)]
    [InlineData("""{"params":{}}""", 400)]
    [InlineData("""{"method":null,"params":{}}""", 400)]
    [InlineData("""{"method":{},"params":{}}""", 400)]
    [InlineData("[]", 400)]
    [InlineData("null", 400)]
    [InlineData("{", 400)]
    public async Task what_is_no_call_is_refused_at_once(string body, int status)
    {
        var (_, token) = await server.CreateDeviceAsync();
        (await server.Device.PostApiAsync($"api/v1/{token}/rpc", body)).Refused(status, 31);
    }

    [Fact]
    public async Task largest_call_is_64_kilobytes()
    {
        var chain = await server.CreateChainAsync([Script(Transform, "length", "return {msg: msg.params.length};"), Node(Reply, "reply")], [Link(0, 1, "Success")]);
        var (_, token) = await server.CreateDeviceOfAsync(chain);
        var frame = """{"method":"m","params":""}""".Length;
        var largest = (await server.Device.PostApiAsync($"api/v1/{token}/rpc", $$"""{"method":"m","params":"{{new string('x', 65_536 - frame)}}"}""")).Ok();
        Assert.Equal(65_536 - frame, largest.Json.GetInt32());
        (await server.Device.PostApiAsync($"api/v1/{token}/rpc", $$"""{"method":"m","params":"{{new string('x', 65_537 - frame)}}"}""")).Refused(413, 31);
    }

    [Fact]
    public async Task deep_params_reach_the_script()
    {
        var chain = await server.CreateChainAsync([Script(Transform, "echo", "return {msg: msg.params};"), Node(Reply, "reply")], [Link(0, 1, "Success")]);
        var (_, token) = await server.CreateDeviceOfAsync(chain);
        var deep = new StringBuilder().Insert(0, "[", 60).Append(']', 60).ToString();
        Assert.Equal(deep, (await server.Device.PostApiAsync($"api/v1/{token}/rpc", $$"""{"method":"m","params":{{deep}}}""")).Ok().Text);
    }

    [Fact]
    public async Task unknown_token_is_401_with_an_empty_body()
    {
        var answer = await server.Device.PostApiAsync($"api/v1/nobody/rpc", """{"method":"m","params":{}}""");
        Assert.Equal((System.Net.HttpStatusCode.Unauthorized, ""), (answer.Status, answer.Text));
    }
}
