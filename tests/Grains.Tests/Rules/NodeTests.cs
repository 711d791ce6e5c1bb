using System.Text;
using OrleansIot.Alarms;
using OrleansIot.Grains.Rules;
using OrleansIot.Grains.Rules.Nodes;
using OrleansIot.Rules;

namespace OrleansIot.Grains.Tests.Rules;

public sealed class NodeTests
{
    private readonly RuleBench _bench = new();

    [Theory]
    [InlineData("filter.TbMsgTypeSwitchNode", "{}", "Post telemetry")]
    [InlineData("filter.TbMsgTypeFilterNode", """{"messageTypes":["POST_TELEMETRY_REQUEST"]}""", "True")]
    [InlineData("filter.TbMsgTypeFilterNode", """{"messageTypes":["ALARM"]}""", "False")]
    [InlineData("filter.TbDeviceTypeSwitchNode", "{}", "default")]
    [InlineData("filter.TbOriginatorTypeSwitchNode", "{}", "Device")]
    [InlineData("filter.TbOriginatorTypeFilterNode", """{"originatorTypes":["ASSET","DEVICE"]}""", "True")]
    [InlineData("filter.TbOriginatorTypeFilterNode", """{"originatorTypes":["ASSET"]}""", "False")]
    [InlineData("filter.TbCheckMessageNode", """{"messageNames":["temperature"],"metadataNames":["m"],"checkAllKeys":true}""", "True")]
    [InlineData("filter.TbCheckMessageNode", """{"messageNames":["temperature","x"],"metadataNames":[],"checkAllKeys":true}""", "False")]
    [InlineData("filter.TbCheckMessageNode", """{"messageNames":["temperature","x"],"metadataNames":[],"checkAllKeys":false}""", "True")]
    [InlineData("profile.TbDeviceProfileNode", """{"persistAlarmRulesState":false,"fetchAlarmRulesStateOnStart":false}""", "Success")]
    [InlineData("telemetry.TbMsgTimeseriesNode", """{"defaultTTL":0}""", "Success")]
    [InlineData("action.TbLogNode", """{"jsScript":"return 'x';"}""", "Success")]
    public async Task message_leaves_by(string type, string configuration, string relation) => Assert.Equal((relation, null), await LeaveAsync(type, configuration));

    [Theory]
    [InlineData("no.such.Node", "{}", "Rule node 'under test' has the type 'org.thingsboard.rule.engine.no.such.Node', which is not available here")]
    [InlineData("transform.TbTransformMsgNode", """{"scriptLang":"TBEL","tbelScript":"return msg;"}""", "Rule node 'under test': the script language TBEL is not available: write the script in JavaScript and set 'scriptLang' to 'JS'")]
    [InlineData("filter.TbJsFilterNode", """{"jsScript":"return {"}""", "Rule node 'under test': 'jsScript' cannot run: line 2")]
    [InlineData("filter.TbJsSwitchNode", "{}", "Rule node 'under test': 'jsScript' cannot run: the script is empty")]
    [InlineData("filter.TbMsgTypeFilterNode", """{"messageTypes":"x"}""", "Rule node 'under test': 'messageTypes' must be a list of texts")]
    [InlineData("telemetry.TbMsgAttributesNode", """{"scope":"MY_SCOPE"}""", "Rule node 'under test': 'scope' must be SERVER_SCOPE, SHARED_SCOPE or CLIENT_SCOPE")]
    [InlineData("rest.TbRestApiCallNode", """{"restEndpointUrlPattern":"file:///etc/passwd"}""", "Rule node 'under test': 'restEndpointUrlPattern' must be an absolute http or https URL")]
    [InlineData("rest.TbRestApiCallNode", """{"restEndpointUrlPattern":"http://a","headers":{"Host":"b"}}""", "Rule node 'under test': 'Host' is no header that a node may set")]
    [InlineData("rest.TbRestApiCallNode", """{"restEndpointUrlPattern":"http://a","credentials":{"type":"cert.PEM"}}""", "Rule node 'under test': credentials of the type 'cert.PEM' are not available")]
    [InlineData("flow.TbRuleChainInputNode", "{}", "Rule node 'under test': 'ruleChainId' is missing")]
    [InlineData("flow.TbRuleChainInputNode", """{"ruleChainId":"x"}""", "Rule node 'under test': 'ruleChainId' must be a UUID")]
    [InlineData("action.TbCreateAlarmNode", """{"alarmType":"a","severity":"BAD","alarmDetailsBuildJs":"return {};"}""", "Rule node 'under test': 'severity' must be")]
    public void what_cannot_run_is_refused_with_the_name_of_the_node(string type, string configuration, string problem)
    {
        var metadata = new ChainBuilder().Node("under test", type, configuration).Build().Metadata;
        Assert.StartsWith(problem, _bench.Compiler.Check(metadata), StringComparison.Ordinal);
    }

    [Fact]
    public void indexes_that_lead_nowhere_are_refused()
    {
        var metadata = new ChainBuilder().Node("a", "filter.TbMsgTypeSwitchNode").Build().Metadata;
        Assert.Contains("firstNodeIndex 1", _bench.Compiler.Check(metadata with { FirstNode = 1 }), StringComparison.Ordinal);
        Assert.Contains("from node 0 to node 7", _bench.Compiler.Check(metadata with { Connections = [new(0, 7, "x")] }), StringComparison.Ordinal);
        Assert.Contains("'a' has no type", _bench.Compiler.Check(metadata with { Connections = [new(0, 0, " ")] }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task node_that_cannot_run_any_more_fails_messages_and_says_why()
    {
        var chain = new ChainBuilder().Node("old", "no.such.Node");
        await _bench.Engine.RunAsync(_bench.Compiler.Compile(chain.Build()), Messages.Of());
        Assert.Contains("not available here", Assert.Single(_bench.Out(chain.IdOf("old"))).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task reply_node_answers_the_call_that_the_metadata_names()
    {
        var session = Guid.NewGuid();
        byte[]? answer = null;
        _bench.Replies.Expect(session, json => answer = json);
        (string, string)[] metadata = [("requestId", "0"), ("serviceId", "silo"), ("sessionId", session.ToString())];
        Assert.Equal(("Success", null), await LeaveAsync("rpc.TbSendRPCReplyNode", "{}", Messages.Of("1700000000000", MessageTypes.RpcFromDevice, metadata)));
        Assert.Equal("1700000000000", Encoding.UTF8.GetString(answer!));
        var again = await LeaveAsync("rpc.TbSendRPCReplyNode", "{}", Messages.Of("1", MessageTypes.RpcFromDevice, metadata));
        Assert.Equal(("Failure", "No call waits for this answer: it is answered, or its time is over"), again);
        Assert.Contains("no 'requestId'", (await LeaveAsync("rpc.TbSendRPCReplyNode", "{}", Messages.Of("1"))).Error, StringComparison.Ordinal);
        var own = """{"requestIdMetaDataAttribute":"r","serviceIdMetaDataAttribute":"s","sessionIdMetaDataAttribute":"t"}""";
        Assert.Contains("no 't'", (await LeaveAsync("rpc.TbSendRPCReplyNode", own, Messages.Of("1", "X", ("r", "0"), ("s", "x")))).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task alarms_are_created_updated_and_cleared()
    {
        const string Create = """
            {"alarmType":"${deviceName} $[sensor.name]","severity":"MAJOR","alarmDetailsBuildJs":"var d = metadata.prevAlarmDetails ? JSON.parse(metadata.prevAlarmDetails) : {n: 0}; d.n++; return d;"}
            """;
        const string Clear = """{"alarmType":"d1 s1","alarmDetailsBuildJs":"return {cleared: true};"}""";
        var message = Messages.Of("""{"sensor":{"name":"s1"}}""", metadata: ("deviceName", "d1"));
        Assert.Equal("False", (await LeaveAsync("action.TbClearAlarmNode", Clear, message)).Relation);
        Assert.Equal("Created", (await LeaveAsync("action.TbCreateAlarmNode", Create, message)).Relation);
        Assert.Equal("Updated", (await LeaveAsync("action.TbCreateAlarmNode", Create, message)).Relation);
        var active = await _bench.Store.FindActiveAsync(Messages.Device.Id, "d1 s1", TestContext.Current.CancellationToken);
        Assert.Equal((AlarmSeverity.Major, """{"n":2}"""), (active!.Severity, Encoding.UTF8.GetString(active.Details!)));

        var chain = new ChainBuilder().Node("clear", "action.TbClearAlarmNode", Clear, debug: true);
        await _bench.RunAsync(chain, message);
        var told = Assert.Single(_bench.Out(chain.IdOf("clear")));
        Assert.Equal(("Cleared", "ALARM"), (told.Relation, told.MessageType));
        Assert.Contains("\"status\":\"CLEARED_UNACK\"", told.Data, StringComparison.Ordinal);
        Assert.Contains("\"isClearedAlarm\":\"true\"", told.Metadata, StringComparison.Ordinal);
        Assert.Null(await _bench.Store.FindActiveAsync(Messages.Device.Id, "d1 s1", TestContext.Current.CancellationToken));
    }

    [Fact]
    public void every_node_has_a_name_of_thingsboards() =>
        Assert.All(RuleNodeTypes.Names, name => Assert.StartsWith("org.thingsboard.rule.engine.", name, StringComparison.Ordinal));

    private async Task<(string? Relation, string? Error)> LeaveAsync(string type, string configuration, RuleMessage? message = null)
    {
        var chain = new ChainBuilder().Node("under test", type, configuration, debug: true);
        await _bench.RunAsync(chain, message ?? Messages.Of(metadata: ("m", "1")));
        RuleDebugEvent left = Assert.Single(_bench.Out(chain.IdOf("under test")));
        return (left.Relation, left.Error);
    }
}
