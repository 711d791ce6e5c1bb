namespace OrleansIot.Grains.Accounts;

/// <summary>Slow on purpose: runs off the grain scheduler, few at a time.</summary>
public interface IPasswordHasher
{
    /// <summary>The hash, or null when too many passwords wait.</summary>
    Task<string?> HashAsync(string password);

    /// <param name="hash">Null costs the same and is wrong.</param>
    Task<PasswordVerdict> VerifyAsync(string? hash, string password);
}
