using System.Text.Json;
using static OrleansIot.Silo.Tests.Http.Rules.ChainDocuments;

namespace OrleansIot.Silo.Tests.Http.Rules;

[Collection(ManagementServer.Name)]
public sealed class RuleChainTests(EmbeddedServer server)
{
    [Fact]
    public async Task a_chain_keeps_its_members_and_a_stale_copy_is_refused()
    {
        var made = (await server.Admin.PostApiAsync($"api/ruleChain", new { name = "c-" + Guid.NewGuid(), root = true, debugMode = true, additionalInfo = new { description = "d" } })).Ok();
        Assert.Equal(("CORE", false, true, 1), (made["type"].GetString(), made["root"].GetBoolean(), made["debugMode"].GetBoolean(), made["version"].GetInt32()));
        var read = (await server.Admin.GetApiAsync($"api/ruleChain/{made.Id}")).Ok();
        Assert.Equal(made.Text, read.Text);
        Assert.Equal(2, (await server.Admin.PostApiAsync($"api/ruleChain", read.Text)).Ok()["version"].GetInt32());
        (await server.Admin.PostApiAsync($"api/ruleChain", read.Text)).Refused(409, 35);
        (await server.Admin.PostApiAsync($"api/ruleChain", new { name = "" })).Refused(400, 31);
        (await server.Admin.PostApiAsync($"api/ruleChain", new { name = "x", type = "EDGE" })).Refused(400, 31);
        (await server.Admin.GetApiAsync($"api/ruleChain/{Guid.NewGuid()}")).Refused(404, 32);
        (await server.Admin.DeleteApiAsync($"api/ruleChain/{made.Id}")).Ok();
        (await server.Admin.DeleteApiAsync($"api/ruleChain/{made.Id}")).Refused(404, 32);
    }

    [Fact]
    public async Task nodes_come_back_as_they_were_saved_and_keep_their_ids()
    {
        var id = await server.CreateChainAsync([Node(TypeSwitch, "switch", new { version = 0 }), Script(Filter, "filter", "return true;", debug: true)], [Link(0, 1, "Post telemetry")]);
        var read = (await server.Admin.GetApiAsync($"api/ruleChain/{id}/metadata")).Ok();
        var nodes = read["nodes"].EnumerateArray().ToArray();
        Assert.Equal("""{"version":0}""", nodes[0].GetProperty("configuration").GetRawText());
        Assert.Equal("""{"layoutX":1,"layoutY":2}""", nodes[1].GetProperty("additionalInfo").GetRawText());
        Assert.True(nodes[1].GetProperty("debugSettings").GetProperty("allEnabled").GetBoolean());
        Assert.Equal("""[{"fromIndex":0,"toIndex":1,"type":"Post telemetry"}]""", read["connections"].GetRawText());
        Assert.Equal((0, JsonValueKind.Null), (read["firstNodeIndex"].GetInt32(), read["ruleChainConnections"].ValueKind));
        var again = (await server.Admin.PostApiAsync($"api/ruleChain/metadata", read.Text)).Ok();
        Assert.Equal(nodes.Select(IdOf), again["nodes"].EnumerateArray().Select(IdOf));
        (await server.Admin.PostApiAsync($"api/ruleChain/metadata", read.Text)).Refused(409, 35);
        Assert.Equal(IdOf(nodes[0]), (await server.Admin.GetApiAsync($"api/ruleChain/{id}")).Ok()["firstRuleNodeId"].GetProperty("id").GetString());
    }

    [Fact]
    public async Task nodes_that_cannot_run_are_refused_by_name()
    {
        var chain = (await server.Admin.PostApiAsync($"api/ruleChain", new { name = "c-" + Guid.NewGuid() })).Ok().Id;
        Assert.Equal(
            "Rule node 'strange' has the type 'org.thingsboard.rule.engine.x.Y', which is not available here",
            (await server.Admin.PostApiAsync($"api/ruleChain/metadata", Metadata(chain, [Node("x.Y", "strange")], []))).Refused(400, 31)["message"].GetString());
        Assert.Equal(
            "Rule node 'tbel': the script language TBEL is not available: write the script in JavaScript and set 'scriptLang' to 'JS'",
            (await server.Admin.PostApiAsync($"api/ruleChain/metadata", Metadata(chain, [Node(Filter, "tbel", new { scriptLang = "TBEL", tbelScript = "return true;" })], []))).Refused(400, 31)["message"].GetString());
        (await server.Admin.PostApiAsync($"api/ruleChain/metadata", Metadata(chain, [Node(TypeSwitch, "")], []))).Refused(400, 31);
        (await server.Admin.PostApiAsync($"api/ruleChain/metadata", Metadata(chain, [], [], 1))).Refused(400, 31);
        (await server.Admin.PostApiAsync($"api/ruleChain/metadata", Metadata(chain, [Node(TypeSwitch, "a")], [Link(0, 1, "x")]))).Refused(400, 31);
        (await server.Admin.PostApiAsync($"api/ruleChain/metadata", Metadata(Guid.NewGuid().ToString(), [], [], -1))).Refused(404, 32);
        (await server.Admin.PostApiAsync($"api/ruleChain/metadata", new { nodes = Array.Empty<object>() })).Refused(400, 31);
        Assert.Empty((await server.Admin.GetApiAsync($"api/ruleChain/{chain}/metadata")).Ok()["nodes"].EnumerateArray());
    }

    [Fact]
    public async Task there_is_one_root_chain_and_it_stays()
    {
        var before = (await server.Admin.GetApiAsync($"api/ruleChains?pageSize=1000&page=0")).Ok()["data"].EnumerateArray().Single(c => c.GetProperty("root").GetBoolean());
        (await server.Admin.DeleteApiAsync($"api/ruleChain/{IdOf(before)}")).Refused(400, 31);
        var name = "root-" + Guid.NewGuid();
        var made = (await server.Admin.PostApiAsync($"api/ruleChain", new { name })).Ok().Id;
        Assert.True((await server.Admin.PostApiAsync($"api/ruleChain/{made}/root")).Ok()["root"].GetBoolean());
        Assert.Equal(made, (await server.Admin.GetApiAsync($"api/ruleChains?pageSize=10&page=0&textSearch={name}&type=CORE")).Ok()["data"].EnumerateArray().Select(IdOf).Single());
        Assert.Empty((await server.Admin.GetApiAsync($"api/ruleChains?pageSize=10&page=0&type=EDGE")).Ok()["data"].EnumerateArray());
        (await server.Admin.PostApiAsync($"api/ruleChain/{IdOf(before)}/root")).Ok();
        (await server.Admin.DeleteApiAsync($"api/ruleChain/{made}")).Ok();
    }

    [Fact]
    public async Task a_chain_that_a_profile_names_is_not_deleted_and_no_profile_names_one_that_is_not_there()
    {
        var chain = await server.CreateChainAsync([], [], -1);
        await server.CreateDeviceOfAsync(chain);
        (await server.Admin.DeleteApiAsync($"api/ruleChain/{chain}")).Refused(400, 31);
        (await server.Admin.PostApiAsync($"api/deviceProfile", new { name = "p-" + Guid.NewGuid(), defaultRuleChainId = new { entityType = "RULE_CHAIN", id = Guid.NewGuid() } })).Refused(400, 31);
    }

    [Fact]
    public async Task chains_that_lead_into_each_other_are_exported_and_imported_together()
    {
        var inner = await server.CreateChainAsync([Script(Transform, "double", "return {msg: msg.params * 2};"), Node("flow.TbRuleChainOutputNode", "done")], [Link(0, 1, "Success")]);
        var outer = await server.CreateChainAsync([Node("flow.TbRuleChainInputNode", "into", new { ruleChainId = inner }), Node(Reply, "reply")], [Link(0, 1, "done")]);
        Assert.Equal("""["done"]""", (await server.Admin.GetApiAsync($"api/ruleChain/{inner}/output/labels")).Ok().Text);
        var exported = (await server.Admin.GetApiAsync($"api/ruleChains/export?limit=2")).Ok();
        Assert.Equal(new[] { inner, outer }.Order(), exported["ruleChains"].EnumerateArray().Select(c => IdOf(c)!).Order());

        var imported = (await server.Admin.PostApiAsync($"api/ruleChains/import", exported.Text)).Ok();
        Assert.All(imported.Json.EnumerateArray(), r => Assert.Equal((JsonValueKind.Null, false), (r.GetProperty("error").ValueKind, r.GetProperty("overwritten").GetBoolean())));
        var copy = imported.Json.EnumerateArray().Select(r => r.GetProperty("ruleChainId").GetProperty("id").GetString()!).ToArray();
        Assert.Empty(copy.Intersect([inner, outer]));
        var copyOfOuter = copy[exported["ruleChains"].EnumerateArray().ToList().FindIndex(c => IdOf(c) == outer)];
        var (_, token) = await server.CreateDeviceOfAsync(copyOfOuter);
        (await server.Admin.PostApiAsync($"api/ruleChain/metadata", Metadata(inner, [], [], -1))).Ok();
        Assert.Equal("42", (await server.Device.PostApiAsync($"api/v1/{token}/rpc", """{"method":"m","params":21}""")).Ok().Text);

        var overwritten = (await server.Admin.PostApiAsync($"api/ruleChains/import?overwrite=true", exported.Text)).Ok();
        Assert.All(overwritten.Json.EnumerateArray(), r => Assert.True(r.GetProperty("overwritten").GetBoolean()));
        (await server.Admin.PostApiAsync($"api/ruleChains/import", "{}")).Refused(400, 31);
        (await server.Admin.PostApiAsync($"api/ruleChains/import", """{"ruleChain":{"name":"x"},"metadata":[]}""")).Refused(400, 31);
    }

    [Fact]
    public async Task older_way_to_lead_into_another_chain_is_understood()
    {
        var inner = await server.CreateChainAsync([Node(Reply, "reply")], []);
        var outer = (await server.Admin.PostApiAsync($"api/ruleChain", new { name = "c-" + Guid.NewGuid() })).Ok().Id;
        var metadata = new
        {
            ruleChainId = new { entityType = "RULE_CHAIN", id = outer },
            firstNodeIndex = 0,
            nodes = new[] { Script(Transform, "script", "return {msg: 5};") },
            connections = Array.Empty<object>(),
            ruleChainConnections = new[] { new { fromIndex = 0, targetRuleChainId = new { entityType = "RULE_CHAIN", id = inner }, additionalInfo = new { layoutX = 3 }, type = "Success" } },
        };
        Assert.Equal(2, (await server.Admin.PostApiAsync($"api/ruleChain/metadata", metadata)).Ok()["nodes"].GetArrayLength());
        var (_, token) = await server.CreateDeviceOfAsync(outer);
        Assert.Equal("5", (await server.Device.PostApiAsync($"api/v1/{token}/rpc", """{"method":"m","params":{}}""")).Ok().Text);
    }

    [Fact]
    public async Task chains_are_for_administrators()
    {
        var (_, _, _, user) = await server.CreateCustomerUserAsync();
        (await user.GetApiAsync($"api/ruleChains?pageSize=10&page=0")).Refused(403, 20);
        (await user.PostApiAsync($"api/ruleChain/testScript", new { script = "return 1;", scriptType = "json" })).Refused(403, 20);
    }

    private static string? IdOf(JsonElement entity) => entity.GetProperty("id").GetProperty("id").GetString();
}
