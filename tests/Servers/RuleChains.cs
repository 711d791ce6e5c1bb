using System.Text.Json.Nodes;

namespace OrleansIot.Servers;

/// <summary>Rule chains that tests put under their devices.</summary>
public static class RuleChains
{
    private const string Prefix = "org.thingsboard.rule.engine.";

    /// <summary>Telemetry passes a filter and ends; calls are answered with what a script makes of them.</summary>
    public static JsonObject FilterAndAnswer { get; } = Chain(
        [
            Node("filter.TbMsgTypeSwitchNode", "by type", []),
            Script("filter.TbJsFilterNode", "filter", "return msg.temperature > 50;"),
            Script("transform.TbTransformMsgNode", "answer", "return {msg: {time: new Date().getTime(), n: msg.params.n}, metadata: metadata, msgType: msgType};"),
            Node("rpc.TbSendRPCReplyNode", "reply", []),
        ],
        (0, 1, "Post telemetry"), (0, 2, "RPC Request from Device"), (2, 3, "Success"));

    /// <summary>The counter of every telemetry post is stored once more, as <c>copy</c>.</summary>
    public static JsonObject CopyCounter { get; } = Copy("counter");

    /// <summary>This reading of every telemetry post is stored once more, as <c>copy</c>.</summary>
    public static JsonObject Copy(string key) => Chain(
        [
            Node("filter.TbMsgTypeSwitchNode", "by type", []),
            Script("transform.TbTransformMsgNode", "copy", $"return {{msg: {{copy: msg.{key}}}, metadata: metadata, msgType: msgType}};"),
            Node("telemetry.TbMsgTimeseriesNode", "save", []),
        ],
        (0, 1, "Post telemetry"), (1, 2, "Success"));

    /// <summary>As <see cref="CopyCounter"/>, of every other post: the filter lets even counters pass.</summary>
    public static JsonObject CopyEvenCounter { get; } = Chain(
        [
            Node("filter.TbMsgTypeSwitchNode", "by type", []),
            Script("filter.TbJsFilterNode", "even", "return msg.counter % 2 === 0;"),
            Script("transform.TbTransformMsgNode", "copy", "return {msg: {copy: msg.counter}, metadata: metadata, msgType: msgType};"),
            Node("telemetry.TbMsgTimeseriesNode", "save", []),
        ],
        (0, 1, "Post telemetry"), (1, 2, "True"), (2, 3, "Success"));

    private static JsonObject Script(string type, string name, string source) => Node(type, name, new() { ["scriptLang"] = "JS", ["jsScript"] = source });

    private static JsonObject Node(string type, string name, JsonObject configuration) => new() { ["type"] = Prefix + type, ["name"] = name, ["configuration"] = configuration };

    private static JsonObject Chain(JsonObject[] nodes, params (int From, int To, string Type)[] connections) => new()
    {
        ["firstNodeIndex"] = 0,
        ["nodes"] = new JsonArray([.. nodes]),
        ["connections"] = new JsonArray([.. connections.Select(c => new JsonObject { ["fromIndex"] = c.From, ["toIndex"] = c.To, ["type"] = c.Type })]),
    };
}
