using System.Buffers;
using Microsoft.Extensions.Options;
using OrleansIot.Gateway.Calls;
using OrleansIot.Gateway.Devices;
using OrleansIot.Gateway.Polls;
using OrleansIot.Polls;
using OrleansIot.Rpc;
using OrleansIot.Values;

namespace OrleansIot.Gateway.Rpc;

/// <summary>Commands on the uplink: a post that was stored is answered with the commands that are waiting, where the device prefers it so. Ours.</summary>
internal sealed class WaitingCommands(DeviceSessions sessions, CallPolicy calls, PollLot lot, IOptions<RpcOptions> options)
{
    private static readonly DeviceCommands None = new([]);

    /// <summary>How many commands the answer may hold; 0: the device did not ask.</summary>
    public int Asked(HttpContext context) =>
        context.Request.Headers["Prefer"] is { Count: > 0 } prefer ? CommandPreference.Read(prefer, options.Value.MaxPerAnswer) : 0;

    /// <summary>Answers 200 with an array, which may be empty. Where commands cannot be looked up, the answer is the ordinary one: the post is stored.</summary>
    public async Task AnswerAsync(HttpContext context, DeviceSession session, int max)
    {
        var request = new DevicePoll(PollKind.Commands, TimeSpan.Zero, session, sessions, calls) { Max = max };
        var result = await lot.WaitAsync(request, context.RequestAborted);
        if (result.End is not (PollEnd.Delivered or PollEnd.TimedOut))
        {
            await DeviceAnswers.WriteAsync(context, Outcome.Done);
            return;
        }
        // Nothing to settle where there is nothing.
        var delivery = result.Delivery ?? new(request.Id, PollSignal.Content, 0, None);
        var body = new ArrayBufferWriter<byte>(256);
        CommandText.Write(body, ((DeviceCommands)delivery.Content!).Commands);
        context.Response.Headers["Preference-Applied"] = CommandPreference.Applied(max);
        await PollWriter.WriteAsync(context, lot, request, delivery, body.WrittenMemory);
    }
}
