using System.Text;
using OrleansIot.Accounts;
using OrleansIot.Attributes;
using OrleansIot.Devices;
using OrleansIot.Grains.Rules.Outbox;
using OrleansIot.Grains.Tests.Devices;
using OrleansIot.Grains.Tests.Fakes;
using OrleansIot.Rules;
using OrleansIot.Telemetry;
using OrleansIot.Values;

namespace OrleansIot.Grains.Tests.Rules;

/// <summary>Devices and their chain on two silos.</summary>
public sealed class DeviceRulesTests(DeviceClusterFixture cluster) : IClassFixture<DeviceClusterFixture>
{
    private static readonly Caller Admin = RuleDevices.Admin;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly RuleDevices _devices = new(cluster);

    [Fact]
    public async Task posts_are_stored_and_then_seen_by_the_chain_one_message_per_instant()
    {
        var chain = await UseAsync(new ChainBuilder { DebugMode = true }.Node("type", "filter.TbMsgTypeSwitchNode"));
        var (device, owner) = await CreateAsync();
        Assert.Equal(Outcome.Done, await device.PostTelemetry(owner.CredentialsVersion, 1, new([Long("a", 1, 1), Long("a", 2, 2), Long("b", 1, 3)])));
        Assert.Equal(Outcome.Done, await device.PostAttributes(owner.CredentialsVersion, 2, new(5, [new("c", TypedValue.Double(4))])));
        var seen = await SeenAsync(chain.Id, 4, owner.DeviceId);
        Assert.Equal(
            [("POST_TELEMETRY_REQUEST", """{"a":1,"b":3}"""), ("POST_TELEMETRY_REQUEST", """{"a":2}"""), ("POST_ATTRIBUTES_REQUEST", """{"c":4.0}""")],
            seen.Skip(1).Select(e => (e.MessageType, e.Data)));
        Assert.Contains("\"ts\":\"2\"", seen[2].Metadata, StringComparison.Ordinal);
        Assert.Contains("\"deviceType\":\"default\"", seen[3].Metadata, StringComparison.Ordinal);
    }

    [Fact]
    public async Task post_that_passes_no_filter_is_stored_without_anything_for_the_chain()
    {
        var chain = await UseAsync(HotOnes());
        var (device, owner) = await CreateAsync();
        var number = cluster.Storage.NumberOf(owner.DeviceId);
        // The first is run behind its commit, and leaves an engine for the others.
        for (var n = 1; n <= 2; n++)
        {
            Assert.Equal(Outcome.Done, await device.PostTelemetry(owner.CredentialsVersion, n, new([Long("t", n, 30 + n)])));
            await SeenAsync(chain.IdOf("hot"), n, owner.DeviceId);
        }
        var stored = cluster.Rules.Stored.Count(n => n == number);
        for (var n = 3; n <= 20; n++)
            Assert.Equal(Outcome.Done, await device.PostTelemetry(owner.CredentialsVersion, n, new([Long("t", n, n)])));
        Assert.Equal(20, (await device.ReadLatest(Admin, ["t"])).Value!.Single().Ts);
        Assert.Equal(stored, cluster.Rules.Stored.Count(n => n == number));
        await SeenAsync(chain.IdOf("hot"), 2, owner.DeviceId);
    }

    [Fact]
    public async Task post_whose_commit_failed_is_seen_by_nobody_although_its_filter_had_let_it_pass()
    {
        var chain = await UseAsync(HotOnes());
        var (device, owner) = await CreateAsync();
        await device.PostTelemetry(owner.CredentialsVersion, 1, new([Long("t", 1, 31)]));
        await SeenAsync(chain.IdOf("hot"), 1, owner.DeviceId);
        // The device starts anew then, and would see again what is still there.
        await AsyncWait.UntilAsync(() => !cluster.Rules.Holds(cluster.Storage.NumberOf(owner.DeviceId)), Patience);
        cluster.Storage.Failures.Enqueue(new InvalidOperationException("no"));
        Assert.Equal(Outcome.Busy, await device.PostTelemetry(owner.CredentialsVersion, 2, new([Long("t", 2, 32)])));
        await AsyncWait.UntilAsync(async () => await device.PostTelemetry(owner.CredentialsVersion, 3, new([Long("t", 3, 33)])) == Outcome.Done, Patience);
        var seen = await SeenAsync(chain.IdOf("hot"), 2, owner.DeviceId);
        Assert.Equal(["""{"t":31}""", """{"t":33}"""], seen.Select(e => e.Data));
    }

    [Fact]
    public async Task silo_that_ends_between_a_post_and_its_chain_leaves_what_its_filter_had_let_pass()
    {
        var chain = await UseAsync(HotOnes());
        var (device, owner) = await CreateAsync();
        var number = cluster.Storage.NumberOf(owner.DeviceId);
        // As the activation that ended had stored it: nobody else knows how far its messages had come.
        cluster.Rules.Store(number, new OutboxEntry(1, 5, "POST_TELEMETRY_REQUEST", """[{"ts":1,"values":{"t":31}},{"ts":2,"values":{"t":2}}]"""u8.ToArray()));
        Assert.Equal("""{"t":31}""", Assert.Single(await SeenAsync(chain.IdOf("hot"), 1, owner.DeviceId)).Data);
        await AsyncWait.UntilAsync(() => !cluster.Rules.Holds(number), Patience);
    }

    [Fact]
    public async Task what_happens_to_a_device_is_told()
    {
        var chain = await UseAsync(new ChainBuilder { DebugMode = true }.Node("type", "filter.TbMsgTypeSwitchNode"));
        var (device, owner) = await CreateAsync();
        await device.WriteAttributes(Admin, AttributeScope.Shared, new(5, [new("c", TypedValue.Long(4))]));
        await device.DeleteAttributes(Admin, AttributeScope.Shared, ["c"]);
        await device.WriteTelemetry(Admin, new([Long("a", 1, 1)]));
        await device.Update(Admin, (await device.Get(Admin)).Value!.Fields with { Label = "l" }, null);
        await device.Delete(Admin);
        var seen = await SeenAsync(chain.Id, 6, owner.DeviceId);
        Assert.Equal(
            ["ENTITY_CREATED", "ATTRIBUTES_UPDATED", "ATTRIBUTES_DELETED", "TIMESERIES_UPDATED", "ENTITY_UPDATED", "ENTITY_DELETED"],
            seen.Select(e => e.MessageType));
        Assert.Contains("\"scope\":\"SHARED_SCOPE\"", seen[1].Metadata, StringComparison.Ordinal);
        Assert.Equal("""{"attributes":["c"]}""", seen[2].Data);
    }

    [Fact]
    public async Task what_a_chain_makes_is_stored_and_passes_no_chain_again()
    {
        await UseAsync(new ChainBuilder()
            .Script("convert", "transform.TbTransformMsgNode", "return msgType === 'POST_TELEMETRY_REQUEST' ? {msg: {f: msg.c * 1.8 + 32}} : [];")
            .Node("save", "telemetry.TbMsgTimeseriesNode")
            .Node("share", "telemetry.TbMsgAttributesNode", """{"scope":"SHARED_SCOPE"}""")
            .Connect("convert", "Success", "save").Connect("save", "Success", "share"));
        var (device, owner) = await CreateAsync();
        await device.PostTelemetry(owner.CredentialsVersion, 1, new([new("c", 7, TypedValue.Double(20.5))]));
        await AsyncWait.UntilAsync(async () => (await device.ReadAttributes(Admin, AttributeScope.Shared, null)).Value is [{ Key: "f" }], Patience);
        Assert.Equal(TypedValue.Double(68.9), (await device.ReadLatest(Admin, ["f"])).Value!.Single().Value);
    }

    [Fact]
    public async Task call_is_answered_by_the_chain_and_a_repetition_joins_it()
    {
        await UseAsync(new ChainBuilder()
            .Script("answer", "transform.TbTransformMsgNode", "return {msg: {m: msg.method, p: msg.params, t: metadata.deviceType, r: metadata.requestId}};")
            .Node("reply", "rpc.TbSendRPCReplyNode")
            .Connect("answer", "Success", "reply"));
        var (device, owner) = await CreateAsync();
        var call = new ServerCall(Guid.NewGuid(), """{"method":"m","params":[1,null]}"""u8.ToArray(), 5_000);
        var replies = await Task.WhenAll(device.CallServer(owner.CredentialsVersion, call), device.CallServer(owner.CredentialsVersion, call));
        Assert.All(replies, reply => Assert.Equal("""{"m":"m","p":[1,null],"t":"default","r":"0"}""", Encoding.UTF8.GetString(reply.Json!)));
        Assert.Equal(ServerReply.Unauthorized, await device.CallServer(owner.CredentialsVersion + 1, call));
    }

    [Fact]
    public async Task call_that_waits_ends_with_its_device_or_its_credentials()
    {
        await UseAsync(new ChainBuilder());
        var (device, owner) = await CreateAsync();
        Assert.Equal(ServerReply.Waiting, await device.CallServer(owner.CredentialsVersion, Call()));
        var waiting = device.CallServer(owner.CredentialsVersion, Call());
        // Answered behind the call, so that it has reached the grain.
        await device.Get(Admin);
        await device.UpdateCredentials(Admin, new(CredentialsType.AccessToken, Guid.NewGuid().ToString("N"), null));
        Assert.Equal(ServerReply.Unauthorized, await waiting);
        waiting = device.CallServer(owner.CredentialsVersion + 1, Call());
        await device.Get(Admin);
        await device.Delete(Admin);
        Assert.Equal(ServerReply.Deleted, await waiting);
    }

    [Fact]
    public async Task one_waiting_call_too_many_is_refused()
    {
        await UseAsync(new ChainBuilder());
        var (device, owner) = await CreateAsync();
        var replies = await Task.WhenAll(Enumerable.Range(0, 101).Select(_ => device.CallServer(owner.CredentialsVersion, Call())));
        Assert.Equal(ServerReply.Busy, Assert.Single(replies, reply => reply != ServerReply.Waiting));
    }

    [Fact]
    public async Task changed_chain_is_in_force_on_all_silos_when_its_saving_is_answered()
    {
        var chain = await UseAsync(Answering("1"));
        var devices = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => CreateAsync()));
        for (var n = 1; n <= 5; n++)
        {
            var replies = await Task.WhenAll(devices.Select(d => d.Device.CallServer(d.Owner.CredentialsVersion, Call())));
            Assert.All(replies, reply => Assert.Equal($"{n}", Encoding.UTF8.GetString(reply.Json!)));
            var saved = await Registry.SaveNodes(Admin, chain.Id, Answering($"{n + 1}").Build().Metadata, null);
            Assert.Equal((Outcome.Done, null), (saved.Outcome, saved.Reason));
        }
    }

    [Fact]
    public async Task saving_refuses_what_cannot_run()
    {
        var chain = await UseAsync(new ChainBuilder());
        var refused = await Registry.SaveNodes(Admin, chain.Id, new ChainBuilder().Node("strange", "x.Y").Build().Metadata, null);
        Assert.Equal((Outcome.Invalid, "Rule node 'strange' has the type 'org.thingsboard.rule.engine.x.Y', which is not available here"), (refused.Outcome, refused.Reason));
        Assert.Equal(Outcome.Forbidden, (await Registry.Get(new(Guid.NewGuid(), Authority.CustomerUser, Guid.NewGuid()), chain.Id)).Outcome);
    }

    [Fact]
    public async Task posts_left_behind_by_a_silo_that_ended_are_seen_after_all()
    {
        var chain = await UseAsync(new ChainBuilder { DebugMode = true }.Node("type", "filter.TbMsgTypeSwitchNode"));
        var (_, owner) = await CreateAsync();
        await SeenAsync(chain.Id, 1, owner.DeviceId);
        var number = cluster.Storage.NumberOf(owner.DeviceId);
        cluster.Rules.Store(number, new OutboxEntry(1, 5, "POST_TELEMETRY_REQUEST", """[{"ts":1,"values":{"left":1}},{"ts":2,"values":{"left":2}}]"""u8.ToArray()));
        var seen = await SeenAsync(chain.Id, 3, owner.DeviceId);
        Assert.Equal(["""{"left":1}""", """{"left":2}"""], seen.Skip(1).Select(e => e.Data));
        await AsyncWait.UntilAsync(() => !cluster.Rules.Holds(number), Patience);
    }

    [Fact]
    public async Task script_is_tried_on_a_sample()
    {
        var test = new ScriptTest("JS", "update", "return {msg: {a: msg.a + 1}};", """{"a":1}"""u8.ToArray(), new Dictionary<string, string> { ["m"] = "1" }, "T");
        var result = await Registry.TestScript(Admin, test);
        Assert.Equal(("""{"msg":{"a":2},"metadata":{"m":"1"},"msgType":"T"}""", ""), (result.Value!.Output, result.Value.Error));
        Assert.Equal("true", (await Registry.TestScript(Admin, test with { Kind = "filter", Source = "return msg.a === 1;" })).Value!.Output);
        Assert.Equal("""["a","b"]""", (await Registry.TestScript(Admin, test with { Kind = "switch", Source = "return ['a','b'];" })).Value!.Output);
        Assert.Equal("Error: no (line 1)", (await Registry.TestScript(Admin, test with { Source = "throw new Error('no');" })).Value!.Error);
        Assert.StartsWith("line 2", (await Registry.TestScript(Admin, test with { Source = "return {" })).Value!.Error, StringComparison.Ordinal);
        Assert.Equal(Outcome.Invalid, (await Registry.TestScript(Admin, test with { Language = "TBEL" })).Outcome);
        Assert.Equal(Outcome.Invalid, (await Registry.TestScript(Admin, test with { Kind = "generate" })).Outcome);
    }

    private static ChainBuilder Answering(string literal) => new ChainBuilder()
        .Script("answer", "transform.TbTransformMsgNode", $"return {{msg: {literal}}};")
        .Node("reply", "rpc.TbSendRPCReplyNode")
        .Connect("answer", "Success", "reply");

    /// <summary>Posts with a t above 30 come to the node "hot".</summary>
    private static ChainBuilder HotOnes() => new ChainBuilder()
        .Node("type", "filter.TbMsgTypeSwitchNode")
        .Script("over", "filter.TbJsFilterNode", "return msg.t > 30;")
        .Script("hot", "transform.TbTransformMsgNode", "return {msg: {hot: msg.t}};", debug: true)
        .Connect("type", "Post telemetry", "over").Connect("over", "True", "hot");

    private static ServerCall Call() => new(Guid.NewGuid(), """{"method":"m","params":{}}"""u8.ToArray(), 5_000);

    private static Reading Long(string key, long ts, long value) => new(key, ts, TypedValue.Long(value));

    private IRuleChainRegistry Registry => _devices.Registry;

    private Task<ChainBuilder> UseAsync(ChainBuilder chain) => _devices.UseAsync(chain);

    private Task<(IDeviceGrain Device, TokenOwner Owner)> CreateAsync() => _devices.CreateAsync();

    private Task<RuleDebugEvent[]> SeenAsync(Guid chain, int count, Guid device) => _devices.SeenAsync(chain, count, device);
}
