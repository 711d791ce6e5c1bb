namespace OrleansIot.Gateway.Accounts;

internal sealed record LoginRequest(string? Username, string? Password)
{
    /// <summary>Keeps the password out of logs.</summary>
    public override string ToString() => "login";
}
