using System.Buffers;
using Microsoft.Extensions.Options;
using OrleansIot.Attributes;
using OrleansIot.Gateway.Calls;
using OrleansIot.Gateway.Devices;
using OrleansIot.Gateway.Polls;
using OrleansIot.Polls;

namespace OrleansIot.Gateway.Attributes;

/// <summary>
/// <c>GET /api/v1/{token}/attributes/updates</c>: waits for changes of shared attributes (specification E4, 3.2). With <c>since</c> or <c>If-None-Match</c> the reader
/// keeps its own cursor, which it finds in the ETag of every answer; then the device's cursor neither counts nor moves.
/// </summary>
internal sealed class GetUpdates(DeviceSessions sessions, CallPolicy calls, PollLot lot, IOptions<PollOptions> options, TimeProvider time) : IDeviceEndpoint
{
    /// <summary>On an answer that holds all shared attributes there are, so that a reader forgets those it does not name.</summary>
    public const string CompleteHeader = "Attributes-Complete";

    private readonly PollOptions _options = options.Value;

    public string Method => HttpMethods.Get;

    public string Path => "attributes/updates";

    public bool AnswersJson => true;

    public int BodyLimit => 0;

    public async Task HandleAsync(HttpContext context, DeviceSession session)
    {
        if (!PollQuery.TryParse(context.Request.QueryString.Value, _options, out var query))
        {
            await DeviceAnswers.MalformedAsync(context, "The parameter 'timeout' is not an integer of 64 bits");
            return;
        }
        var device = session.Grain.GetPrimaryKey();
        var seen = UpdateTag.FromIfNoneMatch(context.Request.Headers.IfNoneMatch, device);
        var since = seen;
        if (query.Since is { } text)
        {
            if (!UpdateTag.TryParse(text, device, out var asked))
            {
                await DeviceAnswers.MalformedAsync(context, "The parameter 'since' is not a cursor: use what stands between the quotes of an ETag, or 0");
                return;
            }
            since = asked;
        }
        var request = new DevicePoll(PollKind.Updates, RequestStart.Left(context, query.Time, time), session, sessions, calls) { Since = since };
        var result = await lot.WaitAsync(request, context.RequestAborted);
        if (result.Delivery is { Content: AttributeUpdates updates } delivery)
            await TellAsync(context, request, delivery, updates);
        else if (result.End == PollEnd.TimedOut && seen is not null && seen == since)
            UpdateTag.NotModified(context.Response, UpdateTag.Tag(seen.Value, device));
        else
            await PollAnswers.WriteAsync(context, result.End);
    }

    private Task TellAsync(HttpContext context, DevicePoll request, PollDelivery delivery, AttributeUpdates updates)
    {
        var body = new ArrayBufferWriter<byte>(256);
        UpdatesJson.Write(body, updates);
        context.Response.Headers.ETag = UpdateTag.Tag(updates.Cursor, request.Device.GetPrimaryKey());
        if (updates.IsComplete)
            context.Response.Headers[CompleteHeader] = "true";
        return PollWriter.WriteAsync(context, lot, request, delivery, body.WrittenMemory);
    }
}
