using System.Text;
using OrleansIot.Grains.Commits;
using OrleansIot.Grains.Rules;
using OrleansIot.Grains.Rules.Outbox;
using OrleansIot.Grains.Tests.Fakes;

namespace OrleansIot.Grains.Tests.Rules;

/// <summary>What a chain does with a message before its commit, and what it leaves for behind that.</summary>
public sealed class BegunEntryTests
{
    private const string Filter = "filter.TbJsFilterNode";
    private const string Transform = "transform.TbTransformMsgNode";
    private const string Cold = """[{"ts":1,"values":{"t":1}}]""";
    private const string Hot = """[{"ts":1,"values":{"t":31}}]""";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private RuleBench _bench = new(new RuleOptions { DebugEvents = 10_000, AheadTimeLimit = 1_000 });

    public BegunEntryTests() => _bench.Services.Scripts.Warm();

    [Theory]
    [InlineData("""[{"ts":1,"values":{"t":20}}]""", true)]
    [InlineData("""[{"ts":1,"values":{"t":20}},{"ts":2,"values":{"t":29}}]""", true)]
    [InlineData("""[{"ts":1,"values":{"t":31}}]""", false)]
    [InlineData("""[{"ts":1,"values":{"t":20}},{"ts":2,"values":{"t":31}}]""", false)]
    public void entry_is_done_where_nobody_but_filters_has_to_do_with_it(string data, bool isDone) => Assert.Equal(isDone, Begin(HotOnes(), data)!.IsDone);

    [Theory]
    [InlineData("filter.TbMsgTypeSwitchNode", "{}")]
    [InlineData("filter.TbMsgTypeFilterNode", """{"messageTypes":["POST_TELEMETRY_REQUEST"]}""")]
    [InlineData("filter.TbJsSwitchNode", """{"scriptLang":"JS","jsScript":"return ['a', 'b'];"}""")]
    [InlineData("filter.TbJsFilterNode", """{"scriptLang":"JS","jsScript":"throw new Error('no');"}""")]
    [InlineData("filter.TbCheckMessageNode", """{"messageNames":["t"]}""")]
    [InlineData("filter.TbDeviceTypeSwitchNode", "{}")]
    [InlineData("filter.TbOriginatorTypeFilterNode", """{"originatorTypes":["DEVICE"]}""")]
    [InlineData("filter.TbOriginatorTypeSwitchNode", "{}")]
    [InlineData("telemetry.TbMsgTimeseriesNode", "{}")]
    [InlineData("action.TbLogNode", """{"scriptLang":"JS","jsScript":"return 'x';"}""")]
    [InlineData("profile.TbDeviceProfileNode", "{}")]
    public void nodes_that_only_decide_do_so_before_the_commit(string type, string configuration) =>
        Assert.True(Begin(new ChainBuilder().Node("node", type, configuration))!.IsDone);

    [Theory]
    [InlineData("transform.TbTransformMsgNode", """{"scriptLang":"JS","jsScript":"return {msg: msg};"}""")]
    [InlineData("telemetry.TbMsgTimeseriesNode", """{"useServerTs":true}""")]
    [InlineData("telemetry.TbMsgAttributesNode", """{"scope":"SERVER_SCOPE"}""")]
    [InlineData("action.TbCreateAlarmNode", """{"scriptLang":"JS","alarmType":"a","severity":"MAJOR","alarmDetailsBuildJs":"return {};"}""")]
    [InlineData("action.TbClearAlarmNode", """{"scriptLang":"JS","alarmType":"a","alarmDetailsBuildJs":"return {};"}""")]
    [InlineData("rpc.TbSendRPCReplyNode", "{}")]
    [InlineData("rpc.TbSendRPCRequestNode", "{}")]
    [InlineData("rest.TbRestApiCallNode", """{"restEndpointUrlPattern":"http://127.0.0.1:1/","requestMethod":"POST"}""")]
    public void nodes_that_do_more_wait_for_the_commit(string type, string configuration) =>
        Assert.False(Begin(new ChainBuilder().Node("node", type, configuration))!.IsDone);

    [Fact]
    public void chains_inside_each_other_are_gone_through_before_the_commit()
    {
        var inner = new ChainBuilder("inner").Node("type", "filter.TbMsgTypeSwitchNode").Node("out", "flow.TbRuleChainOutputNode").Connect("type", "Post telemetry", "out");
        _bench.Store.Put(inner.Build());
        ChainBuilder Outer() => new ChainBuilder().Node("in", "flow.TbRuleChainInputNode", $$"""{"ruleChainId":"{{inner.Id}}"}""").Script("hot", Filter, "return msg.t > 30;").Connect("in", "out", "hot");
        Assert.True(Begin(Outer())!.IsDone);
        Assert.False(Begin(Outer().Script("made", Transform, "return {msg: msg};").Connect("hot", "False", "made"))!.IsDone);
    }

    [Fact]
    public void script_that_takes_too_long_waits_for_the_commit_and_soon_is_not_tried_before_it()
    {
        _bench = new(new RuleOptions { AheadTimeLimit = 20 }, time: new WatchedTime());
        _bench.Services.Scripts.Warm();
        var chain = _bench.Compiler.Compile(new ChainBuilder().Script("endless", Filter, "while (msg.t > 30); return true;").Build());
        for (var n = 0; n < 3; n++)
            Assert.False(Begin(chain, Hot)!.IsDone);
        Assert.False(Begin(chain, Cold)!.IsDone);
    }

    [Fact]
    public void large_posts_posts_of_many_instants_and_all_where_no_time_is_given_wait_for_the_commit()
    {
        Assert.Null(Begin(HotOnes(), $$$"""[{"ts":1,"values":{"t":1,"x":"{{{new string('x', 4_096)}}}"}}]"""));
        Assert.Null(Begin(HotOnes(), $"[{string.Join(',', Enumerable.Repeat(Cold[1..^1], 17))}]"));
        _bench = new(new RuleOptions { AheadTimeLimit = 0 });
        Assert.Null(Begin(HotOnes()));
    }

    [Fact]
    public async Task what_people_look_at_in_the_debug_stream_is_committed()
    {
        Assert.Null(Begin(new ChainBuilder { DebugMode = true }.Node("type", "filter.TbMsgTypeSwitchNode")));
        var chain = new ChainBuilder().Node("type", "filter.TbMsgTypeSwitchNode").Script("hot", Filter, "return msg.t > 30;", debug: true).Connect("type", "Post telemetry", "hot");
        var (outbox, entry) = await ReserveAsync(chain, Cold);
        Assert.Empty(_bench.Debug.Read(chain.IdOf("hot")));
        Commit(outbox, entry);
        await AsyncWait.UntilAsync(() => _bench.Out(chain.IdOf("hot")).Any(e => e.Relation == "False"), Patience);
    }

    [Fact]
    public async Task message_goes_on_from_where_it_waited_for_its_commit()
    {
        // With one node more than it may pass, had it passed one of them twice.
        _bench = new(new RuleOptions { MaxNodesPerMessage = 4, AheadTimeLimit = 1_000 });
        _bench.Services.Scripts.Warm();
        var chain = HotOnes().Script("other", Transform, "return {msg: {other: 1}};", debug: true).Connect("hot", "True", "other");
        var (outbox, entry) = await ReserveAsync(chain, Hot);
        Assert.Empty(_bench.In(chain.IdOf("made")));
        Commit(outbox, entry);
        await AsyncWait.UntilAsync(() => _bench.Store.Waiting == 0, Patience);
        Assert.Equal(["""{"made":31}"""], _bench.Out(chain.IdOf("made")).Select(e => e.Data));
        Assert.Equal(["""{"other":1}"""], _bench.Out(chain.IdOf("other")).Select(e => e.Data));
        Assert.Empty(_bench.Debug.Read(chain.Id));
    }

    [Fact]
    public async Task chain_that_is_in_force_when_the_message_goes_on_sees_all_of_it()
    {
        var old = HotOnes();
        var (outbox, entry) = await ReserveAsync(old, Hot);
        var chain = new ChainBuilder { Id = old.Id }.Script("cold", Filter, "return msg.t < 40;").Script("new", Transform, "return {msg: {n: msg.t}};", debug: true).Connect("cold", "True", "new");
        await UseAsync(chain);
        Commit(outbox, entry);
        await AsyncWait.UntilAsync(() => _bench.Store.Waiting == 0, Patience);
        Assert.Equal(["""{"n":31}"""], _bench.Out(chain.IdOf("new")).Select(e => e.Data));
        Assert.Empty(_bench.In(old.IdOf("made")));
    }

    [Fact]
    public async Task message_that_lost_its_place_in_memory_passes_the_chain_from_the_table()
    {
        var chain = HotOnes();
        var (outbox, entry) = await ReserveAsync(chain, Hot);
        _bench.Store.Store(Messages.Device.Number, entry);
        await outbox.StopAsync();
        var next = new DeviceOutbox(Messages.Device.Number, _bench.Outbox, () => Messages.Device);
        next.Resume();
        await AsyncWait.UntilAsync(() => _bench.Store.Waiting == 0, Patience);
        Assert.Equal(["""{"made":31}"""], _bench.Out(chain.IdOf("made")).Select(e => e.Data));
    }

    private static ChainBuilder HotOnes() => new ChainBuilder()
        .Node("type", "filter.TbMsgTypeSwitchNode")
        .Script("hot", Filter, "return msg.t > 30;")
        .Script("made", Transform, "return {msg: {made: msg.t}};", debug: true)
        .Connect("type", "Post telemetry", "hot").Connect("hot", "True", "made");

    private BegunEntry? Begin(ChainBuilder chain, string data = Cold)
    {
        var record = chain.Build();
        Assert.Null(_bench.Compiler.Check(record.Metadata));
        return Begin(_bench.Compiler.Compile(record), data);
    }

    private BegunEntry? Begin(CompiledChain chain, string data) =>
        BegunEntry.TryBegin(_bench.Engine, chain, MessageTypes.PostTelemetry, Encoding.UTF8.GetBytes(data), null, Messages.Device);

    private async Task UseAsync(ChainBuilder chain)
    {
        _bench.Store.Put(chain.Build());
        _bench.Store.Root = chain.Id;
        await _bench.Catalog.RefreshAsync();
    }

    /// <summary>What a device does with a post before it commits it.</summary>
    private async Task<(DeviceOutbox Outbox, OutboxEntry Entry)> ReserveAsync(ChainBuilder chain, string data)
    {
        await UseAsync(chain);
        var begun = Begin((await _bench.Catalog.RouteAsync(Messages.Device.ProfileId))!.Chain, data);
        var outbox = new DeviceOutbox(Messages.Device.Number, _bench.Outbox, () => Messages.Device);
        return (outbox, outbox.Reserve(MessageTypes.PostTelemetry, Encoding.UTF8.GetBytes(data), null, begun)!);
    }

    private void Commit(DeviceOutbox outbox, OutboxEntry entry)
    {
        _bench.Store.Store(Messages.Device.Number, entry);
        outbox.Settle(entry, ChangeResult.Applied);
    }
}
