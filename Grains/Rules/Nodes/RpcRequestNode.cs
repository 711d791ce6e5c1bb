using System.Text.Json;
using OrleansIot.Grains.Rules.Commands;
using OrleansIot.Rpc;
using OrleansIot.Values;

namespace OrleansIot.Grains.Rules.Nodes;

/// <summary>
/// Sends the message to its device as a command; what the device replies becomes the message. The message counts as processed once the command is committed: who waits
/// for the end does it until this silo ends.
/// </summary>
internal sealed class RpcRequestNode(NodeSettings settings, RuleServices services) : RuleNode
{
    private const string Late = "TIMEOUT";

    /// <summary>Seconds.</summary>
    private readonly int _timeout = settings.Number("timeoutInSeconds", 60, 0, 86_400);

    public override async ValueTask<NodeResult> ProcessAsync(RuleMessage message, RuleRun run)
    {
        if (!CommandRequest.TryRead(message, services.Now, _timeout, out var command, out var problem))
            return NodeResult.Failure(message, problem);
        var device = services.Device(message);
        var outcome = await Persistence.TryAsync(services.Time, () => device.SendCommand(command)).ConfigureAwait(false);
        if (outcome != Outcome.Done)
            return NodeResult.Failure(message, outcome == Outcome.LimitExceeded ? "Too many commands of the device have not ended" : Persistence.Describe(outcome));
        if (command.Persistent)
            return NodeResult.Success(message with { Data = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, Guid> { ["rpcId"] = command.Uuid }) });
        return NodeResult.Waiting(message, AwaitAsync(message, device, command));
    }

    private async Task<NodeResult> AwaitAsync(RuleMessage message, IRuleDevice device, NewCommand command) =>
        await CommandEnds.AwaitAsync(device, command, services.Time).ConfigureAwait(false) switch
        {
            { Status: CommandStatus.Successful, Reply: { } reply } => NodeResult.Success(message with { Data = reply.Json }),
            { Status: CommandStatus.Delivered } => NodeResult.Success(message with { Data = "{}"u8.ToArray() }),
            _ => NodeResult.Failure(message with { Data = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["error"] = Late }) }, Late),
        };
}
