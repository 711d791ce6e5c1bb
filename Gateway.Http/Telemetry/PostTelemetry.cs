using Microsoft.Extensions.Options;
using OrleansIot.Gateway.Devices;
using OrleansIot.Gateway.Http;
using OrleansIot.Gateway.Wire;
using OrleansIot.Telemetry;
using OrleansIot.Values;

namespace OrleansIot.Gateway.Telemetry;

/// <summary><c>POST /api/v1/{token}/telemetry</c> (specification E1, 2.2).</summary>
internal sealed class PostTelemetry(DeviceSessions sessions, RequestBodyReader bodies, IOptions<BodyOptions> body, IOptions<WireOptions> wire, TimeProvider time) : IDeviceEndpoint
{
    private readonly WireOptions _wire = wire.Value;

    public string Method => HttpMethods.Post;

    public string Path => "telemetry";

    public bool AnswersJson => false;

    public int BodyLimit { get; } = body.Value.MaxBytes;

    public Task HandleAsync(HttpContext context, DeviceSession session)
    {
        var reading = bodies.ReadAsync(context, BodyLimit);
        return reading.IsCompletedSuccessfully ? TakeAsync(context, session, reading.Result) : WaitAsync(context, session, reading);
    }

    private async Task WaitAsync(HttpContext context, DeviceSession session, ValueTask<RequestBody> reading) =>
        await TakeAsync(context, session, await reading);

    private Task TakeAsync(HttpContext context, DeviceSession session, RequestBody body)
    {
        using (body)
        {
            if (body.Refusal != BodyRefusal.None)
                return DeviceAnswers.RefuseAsync(context, body.Refusal, BodyLimit);
            return TelemetryParser.TryParse(body.Bytes.Span, time.GetUtcNow().ToUnixTimeMilliseconds(), _wire, out var batch, out var refusal)
                ? StoreAsync(context, session, batch)
                : DeviceAnswers.MalformedAsync(context, refusal.Reason);
        }
    }

    private async Task StoreAsync(HttpContext context, DeviceSession session, TelemetryBatch batch)
    {
        var outcome = await session.Grain.PostTelemetry(session.CredentialsVersion, batch);
        if (outcome == Outcome.Unauthorized && await sessions.RenewAsync(session) is { } renewed)
            outcome = await renewed.Grain.PostTelemetry(renewed.CredentialsVersion, batch);
        await DeviceAnswers.WriteAsync(context, outcome);
    }
}
