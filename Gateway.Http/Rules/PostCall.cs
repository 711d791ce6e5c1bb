using System.Text.Json;
using Microsoft.Extensions.Options;
using OrleansIot.Gateway.Calls;
using OrleansIot.Gateway.Devices;
using OrleansIot.Gateway.Http;
using OrleansIot.Gateway.Polls;
using OrleansIot.Rules;
using OrleansIot.Values;

namespace OrleansIot.Gateway.Rules;

/// <summary>
/// <c>POST /api/v1/{token}/rpc</c>: a call from a device, answered by its rule chain (specification E7, section 4). The grain is asked again and again with the
/// call's id, so that a silo that ends costs the call time, not its answer.
/// </summary>
internal sealed class PostCall(
    DeviceSessions sessions, CallPolicy calls, RequestBodyReader bodies, IOptions<ServerCallOptions> options, IOptions<PollOptions> polls,
    IHostApplicationLifetime lifetime, TimeProvider time) : IDeviceEndpoint
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Milliseconds.</summary>
    private readonly int _timeout = Math.Min(options.Value.Timeout, polls.Value.MaxTimeout);

    private readonly byte[]? _unanswered = string.IsNullOrEmpty(options.Value.Unanswered)
        ? null
        : JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["error"] = options.Value.Unanswered });

    public string Method => HttpMethods.Post;

    public string Path => "rpc";

    public bool AnswersJson => false;

    public int BodyLimit => ServerCallOptions.MaxBytes;

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
        var (id, call) = (Guid.NewGuid(), calls.Begin());
        var isRenewed = false;
        while (true)
        {
            var remaining = _timeout - (int)time.GetElapsedTime(call.Started).TotalMilliseconds;
            if (remaining <= 0)
            {
                await (_unanswered is null ? PollAnswers.WriteAsync(context, PollEnd.TimedOut) : WriteJsonAsync(context, _unanswered));
                return;
            }
            if (lifetime.ApplicationStopping.IsCancellationRequested)
            {
                await PollAnswers.WriteAsync(context, PollEnd.Stopping);
                return;
            }
            var reply = await AskAsync(session, new(id, data, remaining), context.RequestAborted);
            if (reply.Outcome == Outcome.Unauthorized && !isRenewed && await sessions.RenewAsync(session, call, context.RequestAborted) is { } renewed)
            {
                (session, isRenewed) = (renewed, true);
                continue;
            }
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
        catch (Exception exception) when (Transience.Of(exception) is not null)
        {
            await Task.Delay(Pause, time, aborted);
            return ServerReply.Waiting;
        }
    }

    private static Task WriteAsync(HttpContext context, ServerReply reply) => reply.Outcome switch
    {
        Outcome.Done => WriteJsonAsync(context, reply.Json!),
        Outcome.NotFound => PollAnswers.WriteAsync(context, PollEnd.Deleted),
        _ => DeviceAnswers.WriteAsync(context, reply.Outcome),
    };

    private static Task WriteJsonAsync(HttpContext context, byte[] json)
    {
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = json.Length;
        context.Response.Headers.CacheControl = ErrorObject.NoStore;
        return context.Response.BodyWriter.WriteAsync(json).AsTask();
    }
}
