namespace OrleansIot.Accounts;

/// <summary>Who calls the management API, as proved by the access token.</summary>
/// <param name="CustomerId">The customer of a CUSTOMER_USER; null for a tenant administrator.</param>
[GenerateSerializer, Immutable, Alias("OrleansIot.Caller")]
public sealed record Caller([property: Id(0)] Guid UserId, [property: Id(1)] Authority Authority, [property: Id(2)] Guid? CustomerId)
{
    /// <summary>Whether an entity that belongs to <paramref name="owner"/> (null: to no customer) may be seen by this caller.</summary>
    public bool MaySee(Guid? owner) => Authority == Authority.TenantAdmin || (owner is not null && owner == CustomerId);
}
