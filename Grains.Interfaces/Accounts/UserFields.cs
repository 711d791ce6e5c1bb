namespace OrleansIot.Accounts;

/// <summary>The members of a user that may be set.</summary>
/// <param name="Email">Up to 255 UTF-16 units, unique without regard to case; the name to log in with.</param>
/// <param name="CustomerId">Set exactly for a CUSTOMER_USER.</param>
/// <param name="AdditionalInfo">Strict JSON of an object, or null.</param>
[GenerateSerializer, Immutable, Alias("OrleansIot.UserFields")]
public sealed record UserFields(
    [property: Id(0)] string Email,
    [property: Id(1)] Authority Authority,
    [property: Id(2)] Guid? CustomerId,
    [property: Id(3)] string? FirstName,
    [property: Id(4)] string? LastName,
    [property: Id(5)] string? Phone,
    [property: Id(6)] byte[]? AdditionalInfo);
