using System.Text.Json.Serialization;

namespace OrleansIot.Gateway.Http;

/// <summary><c>{"entityType":"DEVICE","id":"…"}</c>.</summary>
internal sealed record EntityIdDocument(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? EntityType, string? Id)
{
    public static readonly EntityIdDocument Tenant = new("TENANT", OrleansIot.Accounts.Tenant.Id.ToString("D"));

    public static EntityIdDocument Device(Guid id) => new("DEVICE", id.ToString("D"));

    public static EntityIdDocument DeviceProfile(Guid id) => new("DEVICE_PROFILE", id.ToString("D"));

    public static EntityIdDocument OtaPackage(Guid id) => new("OTA_PACKAGE", id.ToString("D"));

    public static EntityIdDocument? OtaPackage(Guid? id) => id is { } known ? OtaPackage(known) : null;

    public static EntityIdDocument RuleChain(Guid id) => new("RULE_CHAIN", id.ToString("D"));

    public static EntityIdDocument RuleNode(Guid id) => new("RULE_NODE", id.ToString("D"));

    public static EntityIdDocument Rpc(Guid id) => new("RPC", id.ToString("D"));

    public static EntityIdDocument User(Guid id) => new("USER", id.ToString("D"));

    /// <param name="id">Null becomes ThingsBoard's id of "no customer".</param>
    public static EntityIdDocument Customer(Guid? id) => new("CUSTOMER", (id ?? OrleansIot.Accounts.Tenant.NoCustomer).ToString("D"));
}
