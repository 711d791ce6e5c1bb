namespace OrleansIot.Gateway.Accounts;

internal sealed record ActivateRequest(string? ActivateToken, string? Password)
{
    /// <summary>Keeps token and password out of logs.</summary>
    public override string ToString() => "activation";
}
