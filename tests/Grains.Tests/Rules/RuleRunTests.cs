using OrleansIot.Grains.Rules;
using OrleansIot.Rules;

namespace OrleansIot.Grains.Tests.Rules;

public sealed class RuleRunTests
{
    private const string Filter = "filter.TbJsFilterNode";
    private const string Switch = "filter.TbJsSwitchNode";
    private const string Transform = "transform.TbTransformMsgNode";
    private const string Input = "flow.TbRuleChainInputNode";
    private const string Output = "flow.TbRuleChainOutputNode";

    private readonly RuleBench _bench = new();

    [Fact]
    public async Task message_follows_the_relation_it_leaves_by()
    {
        var chain = new ChainBuilder()
            .Script("hot?", Filter, "return msg.temperature > 40;")
            .Script("yes", Transform, "return {msg: {hot: true}};", debug: true)
            .Script("no", Transform, "return {msg: {hot: false}};", debug: true)
            .Connect("hot?", "True", "yes").Connect("hot?", "False", "no");
        await _bench.RunAsync(chain, Messages.Of());
        Assert.Equal(["""{"hot":true}"""], _bench.Out(chain.IdOf("yes")).Select(e => e.Data));
        Assert.Empty(_bench.In(chain.IdOf("no")));
    }

    [Fact]
    public async Task every_node_that_a_relation_leads_to_gets_the_message_as_it_left()
    {
        var chain = new ChainBuilder()
            .Script("fan", Switch, "return ['a', 'b'];")
            .Script("one", Transform, "msg.n = 1; return {msg: msg};", debug: true)
            .Script("two", Transform, "msg.n = (msg.n || 0) + 2; return {msg: msg};", debug: true)
            .Connect("fan", "a", "one").Connect("fan", "b", "two").Connect("fan", "a", "two");
        await _bench.RunAsync(chain, Messages.Of("{}"));
        Assert.Equal(["""{"n":1}"""], _bench.Out(chain.IdOf("one")).Select(e => e.Data));
        Assert.Equal(["""{"n":2}""", """{"n":2}"""], _bench.Out(chain.IdOf("two")).Select(e => e.Data));
    }

    [Fact]
    public async Task failure_goes_by_its_relation_and_without_one_is_kept_for_node_and_chain()
    {
        var chain = new ChainBuilder()
            .Script("bad", Transform, "return msg.a.b;")
            .Script("caught", Transform, "return {msg: {caught: true}};", debug: true)
            .Connect("bad", "Failure", "caught");
        await _bench.RunAsync(chain, Messages.Of());
        Assert.Single(_bench.Out(chain.IdOf("caught")));
        Assert.Empty(_bench.Debug.Read(chain.Id));

        var alone = new ChainBuilder().Script("bad", Transform, "return msg.a.b;");
        await _bench.RunAsync(alone, Messages.Of());
        var kept = Assert.Single(_bench.Debug.Read(alone.IdOf("bad")));
        Assert.Equal(("Failure", "TypeError: Cannot read properties of undefined (reading 'b') (line 1)"), (kept.Relation, kept.Error));
        Assert.Equal("bad: " + kept.Error, Assert.Single(_bench.Debug.Read(alone.Id)).Error);
    }

    [Fact]
    public async Task chain_that_leads_back_into_itself_ends()
    {
        var chain = new ChainBuilder()
            .Script("one", Transform, "return {msg: msg};")
            .Script("two", Transform, "return {msg: msg};")
            .Connect("one", "Success", "two").Connect("two", "Success", "one");
        await _bench.RunAsync(chain, Messages.Of());
        Assert.Contains("passed 200 nodes", Assert.Single(_bench.Debug.Read(chain.Id)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task long_way_through_nodes_that_never_wait_overflows_no_stack()
    {
        var bench = new RuleBench(new RuleOptions { MaxNodesPerMessage = 10_000 });
        var chain = new ChainBuilder().Node("round", "filter.TbCheckMessageNode").Connect("round", "True", "round");
        await bench.RunAsync(chain, Messages.Of());
        Assert.Contains("passed 10000 nodes", Assert.Single(bench.Debug.Read(chain.Id)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task chain_that_doubles_its_message_ends()
    {
        var chain = new ChainBuilder().Script("double", Transform, "return [{msg: msg}, {msg: msg}];").Connect("double", "Success", "double");
        await _bench.RunAsync(chain, Messages.Of());
        Assert.Contains("passed 200 nodes", Assert.Single(_bench.Debug.Read(chain.Id)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task inner_chain_goes_on_in_the_outer_one_where_its_output_says()
    {
        var inner = new ChainBuilder("inner")
            .Script("mark", Transform, "metadata.marked = 'yes'; return {metadata: metadata};")
            .Node("checked", Output)
            .Connect("mark", "Success", "checked");
        _bench.Store.Put(inner.Build());
        var outer = new ChainBuilder("outer")
            .Node("into", Input, $$"""{"ruleChainId":"{{inner.Id}}"}""")
            .Script("after", Transform, "return {msg: {marked: metadata.marked}};", debug: true)
            .Connect("into", "checked", "after");
        await _bench.RunAsync(outer, Messages.Of());
        Assert.Equal(["""{"marked":"yes"}"""], _bench.Out(outer.IdOf("after")).Select(e => e.Data));
    }

    [Fact]
    public async Task chains_inside_each_other_end_at_a_depth()
    {
        var chain = new ChainBuilder();
        chain.Node("into", Input, $$"""{"ruleChainId":"{{chain.Id}}"}""");
        await _bench.RunAsync(chain, Messages.Of());
        Assert.Contains("nested more than 10 times", Assert.Single(_bench.Debug.Read(chain.Id)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task chain_that_is_not_there_is_a_failure_of_the_node_that_leads_there()
    {
        var chain = new ChainBuilder().Node("into", Input, $$"""{"ruleChainId":"{{Guid.NewGuid()}}"}""");
        await _bench.RunAsync(chain, Messages.Of());
        Assert.Equal("into: There is no such rule chain", Assert.Single(_bench.Debug.Read(chain.Id)).Error);
    }

    [Fact]
    public async Task output_of_the_outermost_chain_ends_the_message()
    {
        var chain = new ChainBuilder().Node("out", Output, debug: true);
        await _bench.RunAsync(chain, Messages.Of());
        Assert.Single(_bench.Out(chain.IdOf("out")));
        Assert.Empty(_bench.Debug.Read(chain.Id));
    }

    [Theory]
    [InlineData(MessageTypes.PostTelemetry, false)]
    [InlineData(MessageTypes.PostAttributes, false)]
    [InlineData(MessageTypes.EntityCreated, false)]
    [InlineData(MessageTypes.RpcFromDevice, true)]
    [InlineData("SOMETHING_ELSE", true)]
    public void chain_like_the_stock_one_sees_only_what_it_does_something_with(string type, bool sees) =>
        Assert.Equal(sees, _bench.Compiler.Compile(StockChain().Build()).Sees(type, 0));

    [Fact]
    public void anything_beyond_saving_makes_a_chain_see_telemetry()
    {
        var filtered = StockChain().Script("filter", Filter, "return true;").Connect("save", "Success", "filter");
        Assert.True(_bench.Compiler.Compile(filtered.Build()).Sees(MessageTypes.PostTelemetry, 0));
        Assert.False(_bench.Compiler.Compile(filtered.Build()).Sees(MessageTypes.PostAttributes, 0));
        Assert.True(_bench.Compiler.Compile(new ChainBuilder { DebugMode = true }.Node("switch", "filter.TbMsgTypeSwitchNode").Build()).Sees(MessageTypes.PostTelemetry, 0));
        Assert.True(_bench.Compiler.Compile(new ChainBuilder().Node("switch", "filter.TbMsgTypeSwitchNode", debug: true).Build()).Sees(MessageTypes.PostTelemetry, 0));
        Assert.False(_bench.Compiler.Compile(new ChainBuilder().Build()).Sees(MessageTypes.PostTelemetry, 0));
    }

    [Fact]
    public async Task debugging_until_an_instant_ends_there()
    {
        var time = new Fakes.WatchedTime();
        var bench = new RuleBench(time: time);
        var chain = new ChainBuilder().Node("type", "filter.TbMsgTypeSwitchNode").Build();
        var until = time.GetUtcNow().ToUnixTimeMilliseconds() + 1_000;
        var node = chain.Metadata.Nodes[0] with { Debug = new RuleDebugSettings(false, false, until) };
        var compiled = bench.Compiler.Compile(chain with { Metadata = chain.Metadata with { Nodes = [node] } });
        await bench.Engine.RunAsync(compiled, Messages.Of());
        Assert.Equal(2, bench.Debug.Read(node.Id).Length);
        time.Advance(TimeSpan.FromSeconds(2));
        await bench.Engine.RunAsync(compiled, Messages.Of());
        Assert.Equal(2, bench.Debug.Read(node.Id).Length);
    }

    [Fact]
    public async Task debug_streams_are_bounded_in_length_in_number_and_in_text()
    {
        var bench = new RuleBench(new RuleOptions { DebugEvents = 3 });
        var chain = new ChainBuilder().Node("type", "filter.TbMsgTypeSwitchNode", debug: true);
        await bench.RunAsync(chain, Messages.Of($"\"{new string('x', 9_000)}\""));
        for (var i = 0; i < 9; i++)
            await bench.RunAsync(chain, Messages.Of($"{i}"));
        Assert.Equal(["8", "8", "7"], bench.Debug.Read(chain.IdOf("type")).Select(e => e.Data));
        for (var i = 0; i < 600; i++)
            await bench.RunAsync(new ChainBuilder().Node("type", "filter.TbMsgTypeSwitchNode", debug: true), Messages.Of());
        Assert.Empty(bench.Debug.Read(chain.IdOf("type")));
    }

    private static ChainBuilder StockChain() => new ChainBuilder()
        .Node("profile", "profile.TbDeviceProfileNode", """{"persistAlarmRulesState":false}""")
        .Node("switch", "filter.TbMsgTypeSwitchNode", """{"version":0}""")
        .Node("save", "telemetry.TbMsgTimeseriesNode", """{"defaultTTL":0}""")
        .Node("client", "telemetry.TbMsgAttributesNode", """{"scope":"CLIENT_SCOPE"}""")
        .Script("log", "action.TbLogNode", "return 'x';")
        .Connect("profile", "Success", "switch").Connect("switch", "Post telemetry", "save").Connect("switch", "Post attributes", "client")
        .Connect("switch", "RPC Request from Device", "log").Connect("switch", "Other", "log");
}
