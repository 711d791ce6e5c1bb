namespace OrleansIot.Claiming;

/// <summary>A customer's user wants a device.</summary>
/// <param name="Attempt">One per HTTP request: a request that is tried again after its success succeeds again.</param>
/// <param name="SecretHash">SHA-256 of the secret's UTF-8.</param>
/// <param name="Now">When the request was received, milliseconds since 1970.</param>
[GenerateSerializer, Immutable, Alias("OrleansIot.ClaimRequest")]
public sealed record ClaimRequest([property: Id(0)] Guid Attempt, [property: Id(1)] byte[] SecretHash, [property: Id(2)] long Now);
