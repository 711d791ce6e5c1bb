using System.Text;
using OrleansIot.Gateway.Http;
using OrleansIot.Rpc;

namespace OrleansIot.Gateway.Rpc;

/// <summary>What was asked for, as ThingsBoard's records show it.</summary>
internal sealed record RpcRequestDocument(
    string Id, EntityIdDocument TenantId, EntityIdDocument DeviceId, bool Oneway, long ExpirationTime, RpcBodyDocument Body, bool Persisted, int? Retries)
{
    public static RpcRequestDocument From(Guid device, NewCommand command) => new(
        command.Uuid.ToString("D"),
        EntityIdDocument.Tenant,
        EntityIdDocument.Device(device),
        command.OneWay,
        command.ExpiresAt,
        new(command.Method, command.Params is null ? "null" : Encoding.UTF8.GetString(command.Params)),
        command.Persistent,
        command.Retries);
}
