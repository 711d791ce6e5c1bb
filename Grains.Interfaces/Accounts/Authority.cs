namespace OrleansIot.Accounts;

/// <summary>What a user may do. The numbers are stored: never renumber.</summary>
public enum Authority : byte
{
    /// <summary>Everything in the tenant.</summary>
    TenantAdmin = 1,

    /// <summary>Only what belongs to the user's customer.</summary>
    CustomerUser = 2,
}
