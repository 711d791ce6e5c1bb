using Microsoft.Extensions.Options;
using OrleansIot.Gateway.Devices;
using OrleansIot.Gateway.Http;
using OrleansIot.Rules;
using OrleansIot.Values;

namespace OrleansIot.Gateway.Rules;

/// <summary>
/// <c>POST /api/v1/{token}/rpc</c>: a call from a device, answered by its rule chain (specification E7, section 4). The grain is asked again and again with the
/// call's id, so that a silo that ends costs the call time, not its answer.
/// </summary>
internal sealed class PostCall(
    DeviceSessions sessions, RequestBodyReader bodies, IOptions<CallOptions> options, IHostApplicationLifetime lifetime, TimeProvider time) : IDeviceEndpoint
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    public string Method => HttpMethods.Post;

    public string Path => "rpc";

    public bool AnswersJson => false;

    public int BodyLimit => CallOptions.MaxBytes;

    public async Task HandleAsync(HttpContext context, DeviceSession session)
    {
        byte[]? data;
        using (var body = await bodies.ReadAsync(context, BodyLimit))
        {
            if (body.Refusal != BodyRefusal.None)
            {
                await DeviceAnswers.RefuseAsync(context, body.Refusal, BodyLimit);
                return;
            }
            if (!CallParser.TryParse(body.Bytes.Span, out data, out var problem))
            {
                await DeviceAnswers.MalformedAsync(context, problem);
                return;
            }
        }
        await AnswerAsync(context, session, data);
    }

    private async Task AnswerAsync(HttpContext context, DeviceSession session, byte[] data)
    {
        var (id, begun) = (Guid.NewGuid(), time.GetTimestamp());
        var waited = false;
        while (true)
        {
            var remaining = options.Value.Timeout - (int)time.GetElapsedTime(begun).TotalMilliseconds;
            if (remaining <= 0 || lifetime.ApplicationStopping.IsCancellationRequested)
            {
                TimedOut(context);
                return;
            }
            var reply = await AskAsync(session, new(id, data, remaining), context.RequestAborted);
            if (reply is { Outcome: Outcome.Unauthorized } && !waited && await sessions.RenewAsync(session) is { } renewed)
            {
                session = renewed;
                waited = true;
                continue;
            }
            waited = true;
            if (reply is { Outcome: Outcome.Done, Json: null })
                continue;
            await WriteAsync(context, reply);
            return;
        }
    }

    /// <summary>A silo that does not answer is one that ends: its successor is asked, until the call's time is over.</summary>
    private async Task<ServerReply> AskAsync(DeviceSession session, ServerCall call, CancellationToken aborted)
    {
        aborted.ThrowIfCancellationRequested();
        try
        {
            return await session.Grain.CallServer(session.CredentialsVersion, call).WaitAsync(aborted);
        }
        catch (Exception exception) when (exception is TimeoutException or OrleansException)
        {
            await Task.Delay(Pause, time, aborted);
            return ServerReply.Waiting;
        }
    }

    private static Task WriteAsync(HttpContext context, ServerReply reply)
    {
        switch (reply.Outcome)
        {
            case Outcome.Done:
                return WriteJsonAsync(context, reply.Json!);
            case Outcome.NotFound:
                return DeviceAnswers.DeletedAsync(context);
            default:
                return DeviceAnswers.WriteAsync(context, reply.Outcome);
        }
    }

    private static Task WriteJsonAsync(HttpContext context, byte[] json)
    {
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = json.Length;
        context.Response.Headers.CacheControl = ErrorObject.NoStore;
        return context.Response.BodyWriter.WriteAsync(json).AsTask();
    }

    private static void TimedOut(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status408RequestTimeout;
        context.Response.ContentLength = 0;
        context.Response.Headers.CacheControl = ErrorObject.NoStore;
    }
}
