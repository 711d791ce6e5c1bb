using System.Buffers;
using System.Globalization;
using Microsoft.Extensions.Options;
using OrleansIot.Gateway.Calls;
using OrleansIot.Gateway.Devices;
using OrleansIot.Gateway.Polls;
using OrleansIot.Polls;
using OrleansIot.Rpc;

namespace OrleansIot.Gateway.Rpc;

/// <summary>
/// <c>GET /api/v1/{token}/rpc</c>: waits for a command (specification E5, 3.3). With <c>max</c> the answer is an array of as many as are waiting, which is ours.
/// </summary>
internal sealed class GetCommands(DeviceSessions sessions, CallPolicy calls, PollLot lot, IOptions<PollOptions> polls, IOptions<RpcOptions> options, TimeProvider time) : IDeviceEndpoint
{
    private readonly PollOptions _polls = polls.Value;
    private readonly RpcOptions _options = options.Value;

    public string Method => HttpMethods.Get;

    public string Path => "rpc";

    public bool AnswersJson => true;

    public int BodyLimit => 0;

    public async Task HandleAsync(HttpContext context, DeviceSession session)
    {
        if (!PollQuery.TryParse(context.Request.QueryString.Value, _polls, out var query))
        {
            await DeviceAnswers.MalformedAsync(context, "The parameter 'timeout' is not an integer of 64 bits");
            return;
        }
        var max = 1;
        if (query.Max is not null && !(int.TryParse(query.Max, NumberStyles.None, CultureInfo.InvariantCulture, out max) && max > 0))
        {
            await DeviceAnswers.MalformedAsync(context, "The parameter 'max' is not a number from 1");
            return;
        }
        var request = new DevicePoll(PollKind.Commands, RequestStart.Left(context, query.Time, time), session, sessions, calls) { Max = Math.Min(max, _options.MaxPerAnswer) };
        var result = await lot.WaitAsync(request, context.RequestAborted);
        if (result.Delivery is not { Content: DeviceCommands content } delivery)
        {
            await PollAnswers.WriteAsync(context, result.End);
            return;
        }
        var body = new ArrayBufferWriter<byte>(256);
        if (query.Max is null)
            CommandText.Write(body, content.Commands[0]);
        else
            CommandText.Write(body, content.Commands);
        await PollWriter.WriteAsync(context, lot, request, delivery, body.WrittenMemory);
    }
}
