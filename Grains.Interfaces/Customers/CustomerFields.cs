namespace OrleansIot.Customers;

/// <summary>The members of a customer that may be set.</summary>
/// <param name="Title">1 to 255 UTF-16 units, unique in the tenant.</param>
/// <param name="AdditionalInfo">Strict JSON of an object, or null.</param>
[GenerateSerializer, Immutable, Alias("OrleansIot.CustomerFields")]
public sealed record CustomerFields([property: Id(0)] string Title, [property: Id(1)] Contact Contact, [property: Id(2)] byte[]? AdditionalInfo);
