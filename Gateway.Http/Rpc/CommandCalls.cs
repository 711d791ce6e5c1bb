using Microsoft.Extensions.Options;
using OrleansIot.Accounts;
using OrleansIot.Devices;
using OrleansIot.Gateway.Calls;
using OrleansIot.Gateway.Http;
using OrleansIot.Gateway.Polls;
using OrleansIot.Polls;
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
        Answer<ParkAnswer>? issued = null;
        if (command.Persistent || command.ExpiresAt <= now)
        {
            issued = await grains.DeviceAsync(deviceId, d => d.IssueCommand(caller, command, null));
            if (issued.Outcome != Outcome.Done)
                return Refused(issued);
            return command.Persistent ? Reply.Json(new RpcIdDocument(command.Uuid.ToString("D"))) : CallerAnswer.Late(isOlder);
        }
        var wait = new CallerWait(grains.Device(deviceId), command.Uuid, TimeSpan.FromMilliseconds(command.ExpiresAt - now) + Grace);
        var result = await lot.WaitAsync(wait, async poll => (issued = await grains.DeviceAsync(deviceId, d => IssueAsync(d, poll()))).Value, aborted);
        return result is { } end ? Answer(wait, end, isOlder) : Refused(issued!);

        // The end may come before the word that it was issued, which then need not be asked for again.
        Task<Answer<ParkAnswer>> IssueAsync(IDeviceGrain device, Poll poll) =>
            wait.IsEnded ? Task.FromResult<Answer<ParkAnswer>>(ParkAnswer.Nothing) : device.IssueCommand(caller, command, poll with { Command = command.Uuid });
    }

    private static IResult Refused(Answer<ParkAnswer> issued) =>
        issued.Outcome == Outcome.LimitExceeded ? CallerAnswer.Full(issued.Reason) : Outcomes.Refuse(issued.Outcome, issued.Reason);

    private IResult Answer(CallerWait wait, PollResult result, bool isOlder) => result switch
    {
        { Delivery: { Content: CommandEnd end } delivery } => new SettledResult(CallerAnswer.Of(end, isOlder), isWritten => lot.Settle(wait, delivery, isWritten)),
        { End: PollEnd.Deleted } => Outcomes.Refuse(Outcome.NotFound, "Device was deleted!"),
        // Nothing was issued whose end could not be waited for.
        { End: PollEnd.Full } => Outcomes.Refuse(Outcome.Busy, null),
        // The command is issued and runs on: no answer may ask the caller to repeat it.
        _ => CallerAnswer.Late(isOlder),
    };
}
