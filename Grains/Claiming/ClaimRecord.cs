namespace OrleansIot.Grains.Claiming;

/// <summary>What a device offers, as it is stored.</summary>
/// <param name="SecretHash">SHA-256 of the secret; null: it offers nothing.</param>
/// <param name="ExpiresAt">Until when, inclusive, milliseconds since 1970.</param>
/// <param name="Attempt">The claim or reclaim that was done last: when it comes again, it was done.</param>
public sealed record ClaimRecord(byte[]? SecretHash, long ExpiresAt, Guid? Attempt)
{
    public static readonly ClaimRecord None = new(null, 0, null);
}
