using System.Text.Json;
using static OrleansIot.Silo.Tests.Http.Rules.ChainDocuments;

namespace OrleansIot.Silo.Tests.Http.Rules;

[Collection(ManagementServer.Name)]
public sealed class ReadingsThroughChainTests(EmbeddedServer server)
{
    [Fact]
    public async Task readings_are_stored_as_posted_and_what_the_chain_makes_of_them_is_stored_too()
    {
        var chain = await server.CreateChainAsync(
            [
                Node(TypeSwitch, "switch"),
                Script(Filter, "hot", "return msg.temperature > 30;"),
                Script(Transform, "alarm", "return {msg: {hot: msg.temperature}, metadata: metadata, msgType: msgType};"),
                Node("telemetry.TbMsgTimeseriesNode", "save", new { defaultTTL = 0 }),
            ],
            [Link(0, 1, "Post telemetry"), Link(1, 2, "True"), Link(2, 3, "Success")]);
        var (id, token) = await server.CreateDeviceOfAsync(chain);
        (await server.Device.PostApiAsync($"api/v1/{token}/telemetry", """[{"ts":1000,"values":{"temperature":20.5}},{"ts":2000,"values":{"temperature":30.5}}]""")).Ok();
        var latest = await UntilAsync(
            () => server.Admin.GetApiAsync($"api/plugins/telemetry/DEVICE/{id}/values/timeseries?useStrictDataTypes=true"), json => json.TryGetProperty("hot", out _));
        Assert.Equal("""[{"ts":2000,"value":30.5}]""", latest["hot"].GetRawText());
        Assert.Equal("""[{"ts":2000,"value":30.5}]""", latest["temperature"].GetRawText());
    }

    [Fact]
    public async Task scripts_that_fail_do_not_keep_a_post_from_being_stored()
    {
        var chain = await server.CreateChainAsync([Script(Transform, "endless", "while (true);")], []);
        var (id, token) = await server.CreateDeviceOfAsync(chain);
        for (var n = 0; n < 10; n++)
            (await server.Device.PostApiAsync($"api/v1/{token}/telemetry", new { ts = n, values = new { n } })).Ok();
        var latest = (await server.Admin.GetApiAsync($"api/plugins/telemetry/DEVICE/{id}/values/timeseries?keys=n")).Ok();
        Assert.Equal("9", latest["n"][0].GetProperty("value").GetString());
    }

    [Fact]
    public async Task debug_stream_of_a_node_shows_messages_in_and_out_and_errors()
    {
        var chain = await server.CreateChainAsync([Script(Transform, "script", "if (msg.n === 2) throw new Error('two'); return {msg: {m: msg.n}};", debug: true)], []);
        var node = (await server.Admin.GetApiAsync($"api/ruleChain/{chain}/metadata")).Ok()["nodes"][0].GetProperty("id").GetProperty("id").GetString();
        var (_, token) = await server.CreateDeviceOfAsync(chain);
        (await server.Device.PostApiAsync($"api/v1/{token}/telemetry", """{"ts":1,"values":{"n":1}}""")).Ok();
        (await server.Device.PostApiAsync($"api/v1/{token}/telemetry", """{"ts":2,"values":{"n":2}}""")).Ok();
        // Creation of the device, and two posts, each in and out.
        var events = await UntilAsync(
            () => server.Admin.GetApiAsync($"api/events/RULE_NODE/{node}/DEBUG_RULE_NODE?tenantId={Guid.NewGuid()}&pageSize=10&page=0"),
            json => json.GetProperty("totalElements").GetInt32() == 6);
        var bodies = events["data"].EnumerateArray().Select(e => e.GetProperty("body")).ToArray();
        Assert.Equal(("OUT", "Failure", "Error: two (line 1)"), (Text(bodies[0], "type"), Text(bodies[0], "relationType"), Text(bodies[0], "error")));
        Assert.Equal(("IN", """{"n":2}""", "POST_TELEMETRY_REQUEST"), (Text(bodies[1], "type"), Text(bodies[1], "data"), Text(bodies[1], "msgType")));
        Assert.Equal(("OUT", "Success", """{"m":1}"""), (Text(bodies[2], "type"), Text(bodies[2], "relationType"), Text(bodies[2], "data")));
        Assert.Equal("""{"n":2}""", (await server.Admin.GetApiAsync($"api/ruleNode/{node}/debugIn")).Ok()["data"].GetString());
        Assert.Equal("script: Error: two (line 1)", Text((await server.Admin.GetApiAsync($"api/events/RULE_CHAIN/{chain}?pageSize=10&page=0")).Ok()["data"][0].GetProperty("body"), "error"));
        Assert.Equal(1, (await server.Admin.GetApiAsync($"api/events/RULE_NODE/{node}?pageSize=5&page=1")).Ok()["data"].GetArrayLength());
        (await server.Admin.PostApiAsync($"api/events/RULE_NODE/{node}/clear")).Ok();
        Assert.Equal(0, (await server.Admin.GetApiAsync($"api/events/RULE_NODE/{node}?pageSize=10&page=0")).Ok()["totalElements"].GetInt32());
        (await server.Admin.GetApiAsync($"api/events/DEVICE/{node}?pageSize=10&page=0")).Refused(400, 31);
    }

    [Fact]
    public async Task alarms_are_raised_by_chains_and_ended_by_people()
    {
        var chain = await server.CreateChainAsync(
            [
                Node(TypeSwitch, "switch"),
                Node("action.TbCreateAlarmNode", "raise", new { scriptLang = "JS", alarmType = "hot", severity = "MAJOR", alarmDetailsBuildJs = "return {temperature: msg.t};" }),
            ],
            [Link(0, 1, "Post telemetry")]);
        var (id, token) = await server.CreateDeviceOfAsync(chain);
        (await server.Device.PostApiAsync($"api/v1/{token}/telemetry", """{"t":99}""")).Ok();
        var list = await UntilAsync(() => server.Admin.GetApiAsync($"api/alarm/DEVICE/{id}?pageSize=10&page=0&searchStatus=ACTIVE"), json => json.GetProperty("totalElements").GetInt32() == 1);
        var alarm = list["data"][0];
        Assert.Equal(("hot", "MAJOR", "ACTIVE_UNACK", """{"temperature":99}"""), (Text(alarm, "type"), Text(alarm, "severity"), Text(alarm, "status"), alarm.GetProperty("details").GetRawText()));
        var alarmId = alarm.GetProperty("id").GetProperty("id").GetString();
        Assert.Equal("ACTIVE_ACK", (await server.Admin.PostApiAsync($"api/alarm/{alarmId}/ack")).Ok()["status"].GetString());
        Assert.Equal("ACTIVE_ACK", (await server.Admin.PostApiAsync($"api/alarm/{alarmId}/ack")).Ok()["status"].GetString());
        Assert.Equal("CLEARED_ACK", (await server.Admin.PostApiAsync($"api/alarm/{alarmId}/clear")).Ok()["status"].GetString());
        Assert.Equal("CLEARED_ACK", (await server.Admin.GetApiAsync($"api/alarm/info/{alarmId}")).Ok()["status"].GetString());
        Assert.Equal(0, (await server.Admin.GetApiAsync($"api/alarm/DEVICE/{id}?pageSize=10&page=0&status=ACTIVE_ACK")).Ok()["totalElements"].GetInt32());
        var (_, _, _, user) = await server.CreateCustomerUserAsync();
        (await user.GetApiAsync($"api/alarm/{alarmId}")).Refused(403, 20);
        Assert.Equal(0, (await user.GetApiAsync($"api/alarms?pageSize=10&page=0")).Ok()["totalElements"].GetInt32());
        (await server.Admin.DeleteApiAsync($"api/alarm/{alarmId}")).Ok();
        (await server.Admin.GetApiAsync($"api/alarm/{alarmId}")).Refused(404, 32);
    }

    [Fact]
    public async Task script_is_tried_on_a_sample()
    {
        var test = new { script = "msg.t++; metadata.a = '1'; return {msg: msg, metadata: metadata, msgType: msgType};", scriptType = "update", argNames = new[] { "msg", "metadata", "msgType" }, msg = """{"t":1}""", metadata = new { a = "0" }, msgType = "X" };
        var result = (await server.Admin.PostApiAsync($"api/ruleChain/testScript?scriptLang=JS", test)).Ok();
        Assert.Equal(("""{"msg":{"t":2},"metadata":{"a":"1"},"msgType":"X"}""", ""), (result["output"].GetString(), result["error"].GetString()));
        Assert.Equal("TypeError: Cannot read properties of undefined (reading 'b') (line 1)", (await server.Admin.PostApiAsync($"api/ruleChain/testScript", new { script = "return msg.a.b;", scriptType = "json", msg = "{}" })).Ok()["error"].GetString());
        (await server.Admin.PostApiAsync($"api/ruleChain/testScript?scriptLang=TBEL", new { script = "return 1;", scriptType = "json" })).Refused(400, 31);
        Assert.Equal("false", (await server.Admin.GetApiAsync($"api/ruleChain/tbelEnabled")).Ok().Text);
    }

    private static string? Text(JsonElement element, string member) => element.GetProperty(member).GetString();
}
