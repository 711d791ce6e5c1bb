using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Options;
using OrleansIot.Gateway.Calls;
using OrleansIot.Gateway.Devices;
using OrleansIot.Gateway.Http;
using OrleansIot.Gateway.Rpc;
using OrleansIot.Gateway.Wire;
using OrleansIot.Telemetry;
using OrleansIot.Values;

namespace OrleansIot.Gateway.Telemetry;

/// <summary><c>POST /api/v1/{token}/telemetry</c> (specification E1, 2.2).</summary>
internal sealed class PostTelemetry(
    DeviceSessions sessions, CallPolicy calls, RequestBodyReader bodies, WaitingCommands commands, IOptions<BodyOptions> body, IOptions<WireOptions> wire,
    TimeProvider time)
    : BatchEndpoint<TelemetryBatch>("telemetry", sessions, calls, bodies, body, wire, time)
{
    protected override bool TryParse(
        ReadOnlySpan<byte> body, long now, WireOptions options, [NotNullWhen(true)] out TelemetryBatch? batch, out WireRefusal refusal) =>
        TelemetryParser.TryParse(body, now, options, out batch, out refusal);

    protected override Task<Outcome> PostAsync(DeviceSession session, long attempt, TelemetryBatch batch) =>
        session.Grain.PostTelemetry(session.CredentialsVersion, attempt, batch);

    protected override void Accepted(TelemetryBatch batch) => DeviceInstruments.AcceptedTelemetry(batch.Readings.Length);

    protected override Task AnswerAsync(HttpContext context, DeviceSession session) =>
        commands.Asked(context) is > 0 and var max ? commands.AnswerAsync(context, session, max) : base.AnswerAsync(context, session);
}
