using Microsoft.Extensions.Options;
using OrleansIot.Accounts;
using OrleansIot.Gateway.Calls;
using OrleansIot.Gateway.Http;
using OrleansIot.Gateway.Polls;
using OrleansIot.Rpc;
using OrleansIot.Values;

namespace OrleansIot.Gateway.Rpc;

/// <summary>Calls to devices: issues the command and, unless it is persistent, waits for its end.</summary>
internal sealed class CommandCalls(PollLot lot, IOptions<RpcOptions> options, TimeProvider time)
{
    /// <summary>The device's grain ends a command at its expiry; only when it has not said so for this long, the caller is told without it.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    /// <param name="isOlder">Called by a path under <c>/api/plugins</c>.</param>
    public async Task<IResult> CallAsync(GrainCalls grains, Caller caller, Guid deviceId, byte[] body, bool oneWay, bool isOlder, CancellationToken aborted)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        if (!CommandForm.TryRead(body, oneWay, options.Value, now, out var command, out var problem))
            return problem;
        // Nothing is issued whose end could not be waited for.
        if (!command.Persistent && lot.IsFull)
            return Outcomes.Refuse(Outcome.Busy, null);
        var issued = await grains.DeviceAsync(deviceId, d => d.IssueCommand(caller, command));
        if (issued.Outcome == Outcome.LimitExceeded)
            return CallerAnswer.Full(issued.Reason);
        if (issued.Outcome != Outcome.Done)
            return Outcomes.Refuse(issued.Outcome, issued.Reason);
        if (command.Persistent)
            return Reply.Json(new RpcIdDocument(command.Uuid.ToString("D")));
        if (command.ExpiresAt <= now)
            return CallerAnswer.Late(isOlder);
        return await WaitAsync(new(grains.Device(deviceId), command.Uuid, TimeSpan.FromMilliseconds(command.ExpiresAt - now) + Grace), isOlder, aborted);
    }

    private async Task<IResult> WaitAsync(CallerWait wait, bool isOlder, CancellationToken aborted)
    {
        var result = await lot.WaitAsync(wait, aborted);
        if (result.Delivery is { Content: CommandEnd end } delivery)
            return new SettledResult(CallerAnswer.Of(end, isOlder), isWritten => lot.Settle(wait, delivery, isWritten));
        // The command is issued and runs on: no answer may ask the caller to repeat it.
        return result.End == PollEnd.Deleted ? Outcomes.Refuse(Outcome.NotFound, "Device was deleted!") : CallerAnswer.Late(isOlder);
    }
}
