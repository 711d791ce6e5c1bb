using System.Text.Json;

namespace OrleansIot.Silo.Tests.Http.Rules;

/// <summary>Rule chains as a client of ThingsBoard makes them.</summary>
internal static class ChainDocuments
{
    public const string TypeSwitch = "filter.TbMsgTypeSwitchNode";
    public const string Filter = "filter.TbJsFilterNode";
    public const string Transform = "transform.TbTransformMsgNode";
    public const string Reply = "rpc.TbSendRPCReplyNode";
    public const string FromDevice = "RPC Request from Device";

    public static object Node(string type, string name, object? configuration = null, bool debug = false) =>
        new { type = "org.thingsboard.rule.engine." + type, name, configuration = configuration ?? new { }, configurationVersion = 0, debugMode = debug, additionalInfo = new { layoutX = 1, layoutY = 2 } };

    public static object Script(string type, string name, string source, bool debug = false) => Node(type, name, new { scriptLang = "JS", jsScript = source }, debug);

    public static object Link(int from, int to, string type) => new { fromIndex = from, toIndex = to, type };

    /// <summary>Creates a chain of these nodes; its id.</summary>
    public static async Task<string> CreateChainAsync(this EmbeddedServer server, object[] nodes, object[] connections, int first = 0)
    {
        var chain = (await server.Admin.PostApiAsync($"api/ruleChain", new { name = "chain-" + Guid.NewGuid(), type = "CORE" })).Ok();
        (await server.Admin.PostApiAsync($"api/ruleChain/metadata", Metadata(chain.Id, nodes, connections, first))).Ok();
        return chain.Id;
    }

    public static object Metadata(string chain, object[] nodes, object[] connections, int first = 0) =>
        new { ruleChainId = new { entityType = "RULE_CHAIN", id = chain }, firstNodeIndex = first, nodes, connections, ruleChainConnections = (object?)null };

    /// <summary>A device whose profile names the chain.</summary>
    public static async Task<(Guid Id, string Token)> CreateDeviceOfAsync(this EmbeddedServer server, string chain)
    {
        var profile = (await server.Admin.PostApiAsync($"api/deviceProfile", new { name = "profile-" + Guid.NewGuid(), defaultRuleChainId = new { entityType = "RULE_CHAIN", id = chain } })).Ok();
        Assert.Equal(chain, profile["defaultRuleChainId"].GetProperty("id").GetString());
        var token = Guid.NewGuid().ToString("N")[..20];
        var device = (await server.Admin.PostApiAsync($"api/device?accessToken={token}", new { name = "device-" + token, deviceProfileId = new { entityType = "DEVICE_PROFILE", id = profile.Id } })).Ok();
        return (Guid.Parse(device.Id), token);
    }

    /// <summary>Asks until the answer is as it shall be: what a chain does, it does after the post is answered.</summary>
    public static async Task<ApiAnswer> UntilAsync(Func<Task<ApiAnswer>> ask, Func<JsonElement, bool> condition)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var answer = (await ask()).Ok();
            if (condition(answer.Json))
                return answer;
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < TimeSpan.FromSeconds(30), answer.Text);
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
    }
}
