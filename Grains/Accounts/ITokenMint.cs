using OrleansIot.Accounts;

namespace OrleansIot.Grains.Accounts;

/// <summary>Makes and reads signed tokens. The private key never leaves it.</summary>
public interface ITokenMint
{
    Task<TokenPair> MintAsync(UserRecord user, Session session);

    /// <summary>What the refresh token says; null when it is none of ours, expired, or an access token.</summary>
    Task<RefreshTicket?> ReadRefreshAsync(string token);

    Task<VerificationKey> GetKeyAsync();
}
