using System.Text;
using System.Text.Json;
using OrleansIot.Devices;
using OrleansIot.Grains.Tests.Devices;
using OrleansIot.Grains.Tests.Fakes;
using OrleansIot.Polls;
using OrleansIot.Rpc;
using OrleansIot.Values;

namespace OrleansIot.Grains.Tests.Rules;

/// <summary>Commands that chains send, and what they hear of commands.</summary>
public sealed class CommandRulesTests(DeviceClusterFixture cluster) : IClassFixture<DeviceClusterFixture>
{
    private const string RequestNode = "rpc.TbSendRPCRequestNode";

    private static long _polls = Random.Shared.NextInt64();

    private readonly RuleDevices _devices = new(cluster);
    private readonly GatewayOfTest _gateway = GatewayOfTest.Register(cluster.Grains);

    private static long Now => TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

    [Fact]
    public async Task a_command_of_a_chain_reaches_the_device_and_its_reply_the_chain()
    {
        var chain = await UseAsync("{msg: {method: 'set', params: {a: [1.5, 'ü']}}}");
        var (device, owner) = await PostedAsync();
        var command = await TakeAsync(device, owner);
        Assert.Equal(("set", """{"a":[1.5,"ü"]}"""), (command.Method, Encoding.UTF8.GetString(command.Params!)));
        Assert.Equal(Outcome.Done, await device.PostReply(owner.CredentialsVersion, command.Id, new(true, """{"done":true}"""u8.ToArray())));
        Assert.Equal("""{"done":true}""", (await _devices.SeenAsync(chain.IdOf("done"), 1, owner.DeviceId))[0].Data);
        Assert.Equal(Outcome.NotFound, (await device.Park(0, Poll(PollKind.Reply) with { Command = Guid.NewGuid() })).Outcome);
    }

    [Fact]
    public async Task a_command_of_one_way_is_done_when_it_is_delivered()
    {
        var chain = await UseAsync("{msg: {method: 'm', params: null}, metadata: {oneway: 'true'}}");
        var (device, owner) = await PostedAsync();
        Assert.Null((await TakeAsync(device, owner)).Params);
        Assert.Equal("{}", (await _devices.SeenAsync(chain.IdOf("done"), 1, owner.DeviceId))[0].Data);
    }

    [Theory]
    [InlineData("{msg: {method: 'm', params: 1}}", "TIMEOUT", """{"error":"TIMEOUT"}""")]
    [InlineData("{msg: {method: 'm', params: 1}, metadata: {expirationTime: '1'}}", "TIMEOUT", """{"error":"TIMEOUT"}""")]
    [InlineData("{msg: {params: 1}}", "Method is not present in the message!", """{"params":1}""")]
    [InlineData("{msg: {method: 'm'}}", "Params are not present in the message!", """{"method":"m"}""")]
    [InlineData("{msg: {method: 1, params: 1}}", "Method is not a text", """{"method":1,"params":1}""")]
    [InlineData("{msg: {method: 'm', params: 1}, metadata: {retries: '-1'}}", "whole number", """{"method":"m","params":1}""")]
    public async Task a_command_that_gets_no_reply_or_is_none_ends_as_a_failure(string result, string error, string data)
    {
        var chain = await UseAsync(result);
        var (_, owner) = await PostedAsync();
        Assert.Equal(data, (await _devices.SeenAsync(chain.IdOf("failed"), 1, owner.DeviceId))[0].Data);
        var outputs = (await _devices.Registry.ReadDebug(RuleDevices.Admin, chain.IdOf("send"))).Value!;
        Assert.Contains(error, Assert.Single(outputs).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_persistent_command_of_a_chain_tells_its_id_and_goes_on_without_the_chain()
    {
        var chain = await UseAsync("{msg: {method: 'm', params: 1, additionalInfo: {b: 2}}, metadata: {persistent: 'true', retries: '3'}}");
        var (device, owner) = await PostedAsync();
        var told = JsonSerializer.Deserialize<Dictionary<string, Guid>>((await _devices.SeenAsync(chain.IdOf("done"), 1, owner.DeviceId))[0].Data)!;
        var record = (await device.ReadCommand(RuleDevices.Admin, told["rpcId"])).Value!;
        Assert.Equal((CommandStatus.Queued, 3, """{"b":2}"""), (record.Status, record.Command.Retries, Encoding.UTF8.GetString(record.Command.AdditionalInfo!)));
    }

    [Fact]
    public async Task a_command_that_is_known_by_its_id_is_not_sent_twice()
    {
        var command = new NewCommand(Guid.NewGuid(), Now, Now + 60_000, false, false, null, "once", null, null);
        var chain = await UseAsync($"{{msg: {{method: 'once', params: 1}}, metadata: {{requestUUID: '{command.Uuid}'}}}}");
        var (device, owner) = await _devices.CreateAsync();
        Assert.Equal(Outcome.Done, (await device.IssueCommand(RuleDevices.Admin, command, null)).Outcome);
        Assert.Equal(Outcome.Done, await PostAsync(device, owner));
        var taken = await TakeAsync(device, owner);
        Assert.Equal(1, taken.Id);
        await device.PostReply(owner.CredentialsVersion, taken.Id, new(false, "\"text\""u8.ToArray()));
        Assert.Equal("\"text\"", (await _devices.SeenAsync(chain.IdOf("done"), 1, owner.DeviceId))[0].Data);
        Assert.Equal(ParkAnswer.Nothing, await device.Park(owner.CredentialsVersion, Poll(PollKind.Commands)));
    }

    [Fact]
    public async Task every_status_of_a_persistent_command_is_told_with_its_record()
    {
        var chain = await UseAsync();
        var (device, owner) = await _devices.CreateAsync();
        var command = new NewCommand(Guid.NewGuid(), Now, Now + 60_000, false, true, 2, "m", "[1]"u8.ToArray(), "{}"u8.ToArray());
        await device.IssueCommand(RuleDevices.Admin, command, null);
        var taken = await TakeAsync(device, owner);
        await device.PostReply(owner.CredentialsVersion, taken.Id, new(false, "\"text\""u8.ToArray()));
        await device.DeleteCommand(RuleDevices.Admin, command.Uuid);
        await device.IssueCommand(RuleDevices.Admin, command with { Uuid = Guid.NewGuid(), Persistent = false }, null);
        await device.IssueCommand(RuleDevices.Admin, command with { Uuid = Guid.NewGuid(), ExpiresAt = 1 }, null);

        var seen = (await _devices.SeenAsync(chain.Id, 6, owner.DeviceId))[1..];
        Assert.Equal(["RPC_QUEUED", "RPC_DELIVERED", "RPC_SUCCESSFUL", "RPC_DELETED", "RPC_EXPIRED"], seen.Select(e => e.MessageType));
        var told = JsonDocument.Parse(seen[2].Data).RootElement;
        Assert.Equal(command.Uuid, told.GetProperty("id").GetProperty("id").GetGuid());
        Assert.Equal(("SUCCESSFUL", """{"error":"text"}"""), (told.GetProperty("status").GetString(), told.GetProperty("response").GetRawText()));
        Assert.Equal("""{"method":"m","params":"[1]"}""", told.GetProperty("request").GetProperty("body").GetRawText());
        Assert.Equal((command.Created, 2), (told.GetProperty("createdTime").GetInt64(), told.GetProperty("request").GetProperty("retries").GetInt32()));
    }

    [Fact]
    public async Task a_device_that_sleeps_hears_of_the_end_of_its_command_when_the_sweep_wakes_it()
    {
        var chain = await UseAsync();
        var (device, owner) = await _devices.CreateAsync();
        await device.IssueCommand(RuleDevices.Admin, new(Guid.NewGuid(), Now, Now + 1_500, false, true, null, "m", null, null), null);
        await DeactivateAsync(device);
        await AsyncWait.UntilAsync(
            async () =>
            {
                await cluster.Grains.GetGrain<Grains.Rpc.ICommandSweeper>(0).Sweep();
                return (await _devices.Registry.ReadDebug(RuleDevices.Admin, chain.Id)).Value!.Any(e => e.Originator == owner.DeviceId && e.MessageType == "RPC_EXPIRED");
            },
            TimeSpan.FromSeconds(30));
    }

    /// <summary>Posts become what the script says, and that is sent; all other messages only enter.</summary>
    private Task<ChainBuilder> UseAsync(string result = "{}") => _devices.UseAsync(new ChainBuilder { DebugMode = true }
        .Node("type", "filter.TbMsgTypeSwitchNode")
        .Script("make", "transform.TbTransformMsgNode", $"return {result};")
        .Node("send", RequestNode, """{"timeoutInSeconds":1}""")
        .Node("done", "filter.TbMsgTypeSwitchNode", debug: true)
        .Node("failed", "filter.TbMsgTypeSwitchNode", debug: true)
        .Connect("type", "Post telemetry", "make").Connect("make", "Success", "send").Connect("send", "Success", "done").Connect("send", "Failure", "failed"));

    private async Task<(IDeviceGrain Device, TokenOwner Owner)> PostedAsync()
    {
        var (device, owner) = await _devices.CreateAsync();
        Assert.Equal(Outcome.Done, await PostAsync(device, owner));
        return (device, owner);
    }

    private static Task<Outcome> PostAsync(IDeviceGrain device, TokenOwner owner) =>
        device.PostTelemetry(owner.CredentialsVersion, Random.Shared.NextInt64(), new([new("a", 1, TypedValue.Long(1))]));

    private static async Task DeactivateAsync(IDeviceGrain device) => await device.AsReference<Orleans.Core.Internal.IGrainManagementExtension>().DeactivateOnIdle();

    private async Task<DeviceCommand> TakeAsync(IDeviceGrain device, TokenOwner owner)
    {
        PollDelivery? delivery = null;
        for (var begun = Now; delivery is null && Now < begun + 30_000;)
            delivery = (await device.Park(owner.CredentialsVersion, Poll(PollKind.Commands))).Delivery;
        await device.Settle(new(PollKind.Commands, delivery!.PollId, delivery.Lease, true));
        return Assert.Single(Assert.IsType<DeviceCommands>(delivery.Content).Commands);
    }

    private Poll Poll(PollKind kind) => new(Interlocked.Increment(ref _polls), kind, _gateway.Reference, 0, null, 1);
}
