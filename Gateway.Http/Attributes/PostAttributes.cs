using Microsoft.Extensions.Options;
using OrleansIot.Attributes;
using OrleansIot.Gateway.Devices;
using OrleansIot.Gateway.Http;
using OrleansIot.Gateway.Wire;
using OrleansIot.Values;

namespace OrleansIot.Gateway.Attributes;

/// <summary><c>POST /api/v1/{token}/attributes</c>: client attributes (specification E2, 2.3).</summary>
internal sealed class PostAttributes(DeviceSessions sessions, RequestBodyReader bodies, IOptions<BodyOptions> body, IOptions<WireOptions> wire, TimeProvider time) : IDeviceEndpoint
{
    private readonly WireOptions _wire = wire.Value;

    public string Method => HttpMethods.Post;

    public string Path => "attributes";

    public bool AnswersJson => false;

    public int BodyLimit { get; } = body.Value.MaxBytes;

    public async Task HandleAsync(HttpContext context, DeviceSession session)
    {
        AttributeBatch? batch;
        using (var received = await bodies.ReadAsync(context, BodyLimit))
        {
            if (received.Refusal != BodyRefusal.None)
            {
                await DeviceAnswers.RefuseAsync(context, received.Refusal, BodyLimit);
                return;
            }
            if (!AttributeParser.TryParse(received.Bytes.Span, time.GetUtcNow().ToUnixTimeMilliseconds(), _wire, out batch, out var refusal))
            {
                await DeviceAnswers.MalformedAsync(context, refusal.Reason);
                return;
            }
        }
        var outcome = await session.Grain.PostAttributes(session.CredentialsVersion, batch);
        if (outcome == Outcome.Unauthorized && await sessions.RenewAsync(session) is { } renewed)
            outcome = await renewed.Grain.PostAttributes(renewed.CredentialsVersion, batch);
        await DeviceAnswers.WriteAsync(context, outcome);
    }
}
