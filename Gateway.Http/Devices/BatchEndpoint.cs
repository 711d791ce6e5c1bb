using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Options;
using OrleansIot.Gateway.Calls;
using OrleansIot.Gateway.Http;
using OrleansIot.Gateway.Wire;
using OrleansIot.Values;

namespace OrleansIot.Gateway.Devices;

/// <summary>
/// A POST whose body becomes one batch for the device's grain: read, parse, one grain call, answer. The body is given back to the connection before the call, and
/// only the call is awaited where the body came in one piece.
/// </summary>
internal abstract class BatchEndpoint<TBatch>(
    string path, DeviceSessions sessions, CallPolicy calls, RequestBodyReader bodies, IOptions<BodyOptions> body, IOptions<WireOptions> wire, TimeProvider time) : IDeviceEndpoint
    where TBatch : class
{
    private readonly WireOptions _wire = wire.Value;

    public string Method => HttpMethods.Post;

    public string Path => path;

    public bool AnswersJson => false;

    public int BodyLimit { get; } = body.Value.MaxBytes;

    public Task HandleAsync(HttpContext context, DeviceSession session)
    {
        var reading = bodies.ReadAsync(context, BodyLimit);
        return reading.IsCompletedSuccessfully ? TakeAsync(context, session, reading.Result) : WaitAsync(context, session, reading);
    }

    /// <param name="now">When the request was received, milliseconds since 1970.</param>
    protected abstract bool TryParse(ReadOnlySpan<byte> body, long now, WireOptions options, [NotNullWhen(true)] out TBatch? batch, out WireRefusal refusal);

    /// <param name="attempt">The same for all calls of one request.</param>
    protected abstract Task<Outcome> PostAsync(DeviceSession session, long attempt, TBatch batch);

    /// <summary>Counts a batch that is stored.</summary>
    protected abstract void Accepted(TBatch batch);

    /// <summary>Answers a batch that is stored.</summary>
    protected virtual Task AnswerAsync(HttpContext context, DeviceSession session) => DeviceAnswers.WriteAsync(context, Outcome.Done);

    private async Task WaitAsync(HttpContext context, DeviceSession session, ValueTask<RequestBody> reading) =>
        await TakeAsync(context, session, await reading);

    private Task TakeAsync(HttpContext context, DeviceSession session, RequestBody received)
    {
        using (received)
        {
            if (received.Refusal != BodyRefusal.None)
                return DeviceAnswers.RefuseAsync(context, received.Refusal, BodyLimit);
            return TryParse(received.Bytes.Span, time.GetUtcNow().ToUnixTimeMilliseconds(), _wire, out var batch, out var refusal)
                ? StoreAsync(context, session, batch)
                : DeviceAnswers.MalformedAsync(context, refusal.Reason);
        }
    }

    private async Task StoreAsync(HttpContext context, DeviceSession session, TBatch batch)
    {
        var call = calls.Begin();
        Outcome outcome;
        try
        {
            outcome = await PostAsync(session, call.Attempt, batch);
        }
        catch (Exception exception) when (Transience.Of(exception) is not null)
        {
            outcome = await RepeatAsync(context, session, call, batch, Transience.Of(exception)!.Value);
        }
        if (outcome == Outcome.Superseded)
            outcome = await RepeatAsync(context, session, call, batch, RetryReason.Superseded);
        if (outcome == Outcome.Unauthorized)
            outcome = await RenewAsync(context, session, call, batch);
        if (outcome != Outcome.Done)
        {
            await DeviceAnswers.WriteAsync(context, outcome);
            return;
        }
        Accepted(batch);
        await AnswerAsync(context, session);
    }

    private Task<Outcome> RepeatAsync(HttpContext context, DeviceSession session, Call call, TBatch batch, RetryReason reason) =>
        calls.RepeatAsync(call, reason, () => PostAsync(session, call.Attempt, batch), context.RequestAborted);

    /// <summary>The credentials may be newer than the session that the cache had.</summary>
    private async Task<Outcome> RenewAsync(HttpContext context, DeviceSession refused, Call call, TBatch batch) =>
        await sessions.RenewAsync(refused, call, context.RequestAborted) is { } renewed
            ? await calls.RunAsync(call, () => PostAsync(renewed, call.Attempt, batch), context.RequestAborted)
            : Outcome.Unauthorized;
}
