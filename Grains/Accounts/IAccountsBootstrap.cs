namespace OrleansIot.Grains.Accounts;

/// <summary>What a start does to the accounts, after the schema is there and before the first grain call.</summary>
public interface IAccountsBootstrap
{
    /// <summary>Makes the default device profile and, when no administrator exists, one with this e-mail and password. Null: an administrator was there. Many may do so at once.</summary>
    /// <param name="password">Null or empty: one is generated.</param>
    /// <param name="mayGenerate">False where nobody would see a generated password: then there must be a configured one.</param>
    /// <exception cref="AdministratorException">E-mail or password are none.</exception>
    Task<FirstAdministrator?> EnsureAsync(string email, string? password, bool mayGenerate, CancellationToken cancellation);

    /// <summary>Gives the administrator of that e-mail (or, where there is none, the first administrator) a new password and lets it in; older tokens end.</summary>
    Task<FirstAdministrator> ResetAdminAsync(string email, string? password, CancellationToken cancellation);
}
