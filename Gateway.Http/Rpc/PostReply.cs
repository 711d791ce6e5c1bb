using System.Globalization;
using OrleansIot.Gateway.Calls;
using OrleansIot.Gateway.Devices;
using OrleansIot.Gateway.Http;
using OrleansIot.Rpc;
using OrleansIot.Values;

namespace OrleansIot.Gateway.Rpc;

/// <summary><c>POST /api/v1/{token}/rpc/{id}</c> (specification E6): the device's reply, any text. An id that takes no reply is accepted and changes nothing.</summary>
internal sealed class PostReply(DeviceSessions sessions, CallPolicy calls, RequestBodyReader bodies) : IDeviceEndpoint
{
    public string Method => HttpMethods.Post;

    public string Path => "rpc/{id}";

    public bool AnswersJson => false;

    /// <summary>Of every path under rpc (specification 9).</summary>
    public int BodyLimit => 65_536;

    public async Task HandleAsync(HttpContext context, DeviceSession session)
    {
        var path = context.Request.Path.Value.AsSpan();
        if (!int.TryParse(path[(path.LastIndexOf('/') + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var id))
        {
            await DeviceAnswers.MalformedAsync(context, "The id in the path is no 32-bit integer");
            return;
        }
        CommandReply reply;
        using (var body = await bodies.ReadAsync(context, BodyLimit))
        {
            if (body.Refusal != BodyRefusal.None)
            {
                await DeviceAnswers.RefuseAsync(context, body.Refusal, BodyLimit);
                return;
            }
            reply = CommandText.ReadReply(body.Bytes.Span);
        }
        var call = calls.Begin();
        var outcome = await calls.RunAsync(call, () => session.Grain.PostReply(session.CredentialsVersion, id, reply), context.RequestAborted);
        if (outcome == Outcome.Unauthorized && await sessions.RenewAsync(session, call, context.RequestAborted) is { } renewed)
            outcome = await calls.RunAsync(call, () => renewed.Grain.PostReply(renewed.CredentialsVersion, id, reply), context.RequestAborted);
        await DeviceAnswers.WriteAsync(context, outcome);
    }
}
