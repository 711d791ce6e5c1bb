using System.Text.Json;
using System.Text.Json.Nodes;
using OrleansIot.Accounts;
using OrleansIot.Gateway.Http;

namespace OrleansIot.Gateway.Accounts;

/// <summary>A user as ThingsBoard's clients know it.</summary>
internal sealed record UserDocument
{
    private const string CredentialsEnabled = "userCredentialsEnabled";
    private const string UserActivated = "userActivated";

    public EntityIdDocument? Id { get; init; }

    public long? CreatedTime { get; init; }

    public EntityIdDocument? TenantId { get; init; }

    public EntityIdDocument? CustomerId { get; init; }

    public string? Email { get; init; }

    public string? Authority { get; init; }

    public string? FirstName { get; init; }

    public string? LastName { get; init; }

    public string? Phone { get; init; }

    public long? Version { get; init; }

    public string? Name { get; init; }

    public JsonElement? AdditionalInfo { get; init; }

    public static UserDocument From(UserInfo user) => new()
    {
        Id = EntityIdDocument.User(user.Id),
        CreatedTime = user.CreatedTime,
        TenantId = EntityIdDocument.Tenant,
        CustomerId = EntityIdDocument.Customer(user.Fields.CustomerId),
        Email = user.Fields.Email,
        Authority = user.Fields.Authority == OrleansIot.Accounts.Authority.TenantAdmin ? "TENANT_ADMIN" : "CUSTOMER_USER",
        FirstName = user.Fields.FirstName,
        LastName = user.Fields.LastName,
        Phone = user.Fields.Phone,
        Version = user.Version,
        Name = user.Fields.Email,
        AdditionalInfo = WithState(user),
    };

    public UserFields ToFields(MemberReader members)
    {
        if (Authority is not ("TENANT_ADMIN" or "CUSTOMER_USER"))
            members.Refuse("The authority must be TENANT_ADMIN or CUSTOMER_USER");
        var authority = Authority == "CUSTOMER_USER" ? OrleansIot.Accounts.Authority.CustomerUser : OrleansIot.Accounts.Authority.TenantAdmin;
        return new(Email?.Trim() ?? "", authority, members.Customer("customerId", CustomerId), FirstName, LastName, Phone, WithoutState(members));
    }

    /// <summary>Clients look for these two in the additional info; they are not stored there.</summary>
    private static JsonElement? WithState(UserInfo user)
    {
        var info = user.Fields.AdditionalInfo is { } json ? (JsonObject)JsonNode.Parse(json)! : [];
        info[CredentialsEnabled] = user.Enabled && user.Activated;
        info[UserActivated] = user.Activated;
        return JsonSerializer.SerializeToElement(info, ManagementJson.Wire.JsonObject);
    }

    private byte[]? WithoutState(MemberReader members)
    {
        if (members.Object("additionalInfo", AdditionalInfo) is not { } json)
            return null;
        var info = (JsonObject)JsonNode.Parse(json)!;
        info.Remove(CredentialsEnabled);
        info.Remove(UserActivated);
        return info.Count == 0 ? null : JsonSerializer.SerializeToUtf8Bytes(info, ManagementJson.Wire.JsonObject);
    }
}
