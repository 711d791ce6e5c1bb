namespace OrleansIot.Accounts;

/// <summary>Names inside the signed tokens: ThingsBoard's where its clients read them.</summary>
public static class TokenClaims
{
    public const string Issuer = "orleansiot";

    /// <summary>Header type of a token that opens the management API.</summary>
    public const string AccessType = "at+jwt";

    /// <summary>Header type of a token that is only good for the next pair.</summary>
    public const string RefreshType = "rt+jwt";

    public const string UserId = "userId";
    public const string Session = "sessionId";
    public const string Epoch = "epoch";
    public const string Scopes = "scopes";
    public const string Enabled = "enabled";
    public const string IsPublic = "isPublic";
    public const string TenantId = "tenantId";
    public const string CustomerId = "customerId";
    public const string FirstName = "firstName";
    public const string LastName = "lastName";
}
