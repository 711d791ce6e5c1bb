namespace OrleansIot.Accounts;

/// <summary>There is one tenant; its id is the same in every installation.</summary>
public static class Tenant
{
    public static readonly Guid Id = new("6f1d3a52-0c7e-4b8a-9d24-5e3c1b7a9f60");

    /// <summary>ThingsBoard's id of "no customer".</summary>
    public static readonly Guid NoCustomer = new("13814000-1dd2-11b2-8080-808080808080");
}
