namespace OrleansIot.Accounts;

/// <summary>The public half of the key that signs tokens: a point on NIST P-256.</summary>
[GenerateSerializer, Immutable, Alias("OrleansIot.VerificationKey")]
public sealed record VerificationKey([property: Id(0)] string KeyId, [property: Id(1)] byte[] X, [property: Id(2)] byte[] Y);
