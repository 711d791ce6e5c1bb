namespace OrleansIot.Claiming;

/// <summary>A device offers itself to whoever knows the secret.</summary>
/// <param name="SecretHash">SHA-256 of the secret's UTF-8; the secret itself is kept nowhere.</param>
/// <param name="Duration">How long it holds, in milliseconds; 0 or less: as configured.</param>
/// <param name="Now">When the offer was received, milliseconds since 1970.</param>
[GenerateSerializer, Immutable, Alias("OrleansIot.ClaimOffer")]
public sealed record ClaimOffer([property: Id(0)] byte[] SecretHash, [property: Id(1)] long Duration, [property: Id(2)] long Now);
