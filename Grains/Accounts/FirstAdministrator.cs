namespace OrleansIot.Grains.Accounts;

/// <summary>The administrator after a start.</summary>
/// <param name="GeneratedPassword">Set when the password was made up here: to be shown once, and nowhere else.</param>
public sealed record FirstAdministrator(string Email, string? GeneratedPassword)
{
    /// <summary>Keeps the password out of logs.</summary>
    public override string ToString() => Email;
}
