namespace OrleansIot.Accounts;

/// <summary>What a login gives: a token for the management API and one that fetches the next pair, nothing else.</summary>
[GenerateSerializer, Immutable, Alias("OrleansIot.TokenPair")]
public sealed record TokenPair([property: Id(0)] string AccessToken, [property: Id(1)] string RefreshToken)
{
    /// <summary>Keeps the tokens out of logs.</summary>
    public override string ToString() => "token pair";
}
