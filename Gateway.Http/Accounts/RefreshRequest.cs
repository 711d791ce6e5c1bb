namespace OrleansIot.Gateway.Accounts;

internal sealed record RefreshRequest(string? RefreshToken)
{
    /// <summary>Keeps the token out of logs.</summary>
    public override string ToString() => "refresh";
}
