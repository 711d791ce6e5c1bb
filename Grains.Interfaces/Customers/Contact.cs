namespace OrleansIot.Customers;

/// <summary>Where a customer is reached; each up to 255 UTF-16 units.</summary>
[GenerateSerializer, Immutable, Alias("OrleansIot.Contact")]
public sealed record Contact(
    [property: Id(0)] string? Country = null,
    [property: Id(1)] string? State = null,
    [property: Id(2)] string? City = null,
    [property: Id(3)] string? Address = null,
    [property: Id(4)] string? Address2 = null,
    [property: Id(5)] string? Zip = null,
    [property: Id(6)] string? Phone = null,
    [property: Id(7)] string? Email = null)
{
    public static readonly Contact None = new();
}
