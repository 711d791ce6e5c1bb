using OrleansIot.Gateway.Http;
using OrleansIot.Rpc;

namespace OrleansIot.Gateway.Rpc;

/// <summary>The record of a persistent command (specification 3.3).</summary>
/// <param name="Response">What the device replied; other text than JSON is <c>{"error": text}</c>. Null until then.</param>
internal sealed record RpcDocument(
    EntityIdDocument Id,
    long CreatedTime,
    EntityIdDocument TenantId,
    EntityIdDocument DeviceId,
    long ExpirationTime,
    RpcRequestDocument Request,
    RawJson? Response,
    string Status,
    RawJson? AdditionalInfo)
{
    public static RpcDocument From(Guid device, CommandRecord record) => new(
        EntityIdDocument.Rpc(record.Command.Uuid),
        record.Command.Created,
        EntityIdDocument.Tenant,
        EntityIdDocument.Device(device),
        record.Command.ExpiresAt,
        RpcRequestDocument.From(device, record.Command),
        RawJson.Of(Json(record.Reply)),
        CommandStatuses.Name(record.Status),
        RawJson.Of(record.Command.AdditionalInfo));

    private static byte[]? Json(CommandReply? reply) => reply switch
    {
        null or { IsJson: true } => reply?.Json,
        _ => [.. "{\"error\":"u8, .. reply.Json, .. "}"u8],
    };
}
