using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Options;
using OrleansIot.Attributes;
using OrleansIot.Gateway.Calls;
using OrleansIot.Gateway.Devices;
using OrleansIot.Gateway.Http;
using OrleansIot.Gateway.Wire;
using OrleansIot.Values;

namespace OrleansIot.Gateway.Attributes;

/// <summary><c>POST /api/v1/{token}/attributes</c>: client attributes (specification E2, 2.3).</summary>
internal sealed class PostAttributes(
    DeviceSessions sessions, CallPolicy calls, RequestBodyReader bodies, IOptions<BodyOptions> body, IOptions<WireOptions> wire, TimeProvider time)
    : BatchEndpoint<AttributeBatch>("attributes", sessions, calls, bodies, body, wire, time)
{
    protected override bool TryParse(
        ReadOnlySpan<byte> body, long now, WireOptions options, [NotNullWhen(true)] out AttributeBatch? batch, out WireRefusal refusal) =>
        AttributeParser.TryParse(body, now, options, out batch, out refusal);

    protected override Task<Outcome> PostAsync(DeviceSession session, long attempt, AttributeBatch batch) =>
        session.Grain.PostAttributes(session.CredentialsVersion, attempt, batch);

    protected override void Accepted(AttributeBatch batch) => DeviceInstruments.AcceptedAttributes(batch.Values.Length);
}
