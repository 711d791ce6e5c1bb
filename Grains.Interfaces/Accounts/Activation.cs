namespace OrleansIot.Accounts;

/// <summary>What a new user chooses a password with.</summary>
/// <param name="ExpiresAt">Milliseconds since 1970.</param>
[GenerateSerializer, Immutable, Alias("OrleansIot.Activation")]
public sealed record Activation([property: Id(0)] string Token, [property: Id(1)] long ExpiresAt)
{
    /// <summary>Keeps the token out of logs.</summary>
    public override string ToString() => "activation";
}
