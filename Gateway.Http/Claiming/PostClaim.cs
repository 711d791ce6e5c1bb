using Microsoft.Extensions.Options;
using OrleansIot.Claiming;
using OrleansIot.Gateway.Calls;
using OrleansIot.Gateway.Devices;
using OrleansIot.Gateway.Http;
using OrleansIot.Values;

namespace OrleansIot.Gateway.Claiming;

/// <summary><c>POST /api/v1/{token}/claim</c>: the device offers itself (specification E8, 5.1). The body may be missing.</summary>
internal sealed class PostClaim(DeviceSessions sessions, CallPolicy calls, RequestBodyReader bodies, IOptions<BodyOptions> body, TimeProvider time) : IDeviceEndpoint
{
    public string Method => HttpMethods.Post;

    public string Path => "claim";

    public bool AnswersJson => false;

    public int BodyLimit { get; } = body.Value.MaxBytes;

    public bool NeedsBody => false;

    public async Task HandleAsync(HttpContext context, DeviceSession session)
    {
        ClaimOffer offer;
        using (var received = await bodies.ReadAsync(context, BodyLimit))
        {
            if (received.Refusal is not (BodyRefusal.None or BodyRefusal.Missing))
            {
                await DeviceAnswers.RefuseAsync(context, received.Refusal, BodyLimit);
                return;
            }
            if (ClaimForm.ReadOffer(received.Bytes.Span, time.GetUtcNow().ToUnixTimeMilliseconds(), out offer) is { } problem)
            {
                await DeviceAnswers.MalformedAsync(context, problem);
                return;
            }
        }
        var call = calls.Begin();
        var outcome = await calls.RunAsync(call, () => session.Grain.OpenClaim(session.CredentialsVersion, offer), context.RequestAborted);
        if (outcome == Outcome.Unauthorized && await sessions.RenewAsync(session, call, context.RequestAborted) is { } renewed)
            outcome = await calls.RunAsync(call, () => renewed.Grain.OpenClaim(renewed.CredentialsVersion, offer), context.RequestAborted);
        await DeviceAnswers.WriteAsync(context, outcome);
    }
}
