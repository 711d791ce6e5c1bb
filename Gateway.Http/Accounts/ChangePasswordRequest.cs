namespace OrleansIot.Gateway.Accounts;

internal sealed record ChangePasswordRequest(string? CurrentPassword, string? NewPassword)
{
    /// <summary>Keeps the passwords out of logs.</summary>
    public override string ToString() => "change of password";
}
