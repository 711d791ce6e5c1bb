using OrleansIot.Accounts;

namespace OrleansIot.Gateway.Accounts;

internal sealed record TokenPairDocument(string Token, string RefreshToken)
{
    public static TokenPairDocument From(TokenPair pair) => new(pair.AccessToken, pair.RefreshToken);

    /// <summary>Keeps the tokens out of logs.</summary>
    public override string ToString() => "token pair";
}
