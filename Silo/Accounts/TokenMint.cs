using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using OrleansIot.Accounts;
using OrleansIot.Grains.Accounts;
using OrleansIot.Grains.Storage;

namespace OrleansIot.Silo.Accounts;

/// <summary>Signed tokens with the claims that ThingsBoard's clients read. The header's type keeps the two kinds apart.</summary>
internal sealed class TokenMint(ISettingStore settings, IOptions<AccountOptions> options, TimeProvider time) : ITokenMint
{
    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false, MapInboundClaims = false };
    private SigningKey? _key;

    public async Task<TokenPair> MintAsync(UserRecord user, Session session)
    {
        var key = await KeyAsync();
        var now = time.GetUtcNow();
        Dictionary<string, object> access = new()
        {
            [TokenClaims.Scopes] = new[] { user.Fields.Authority == Authority.TenantAdmin ? "TENANT_ADMIN" : "CUSTOMER_USER" },
            [TokenClaims.Enabled] = user.Secrets.Enabled,
            [TokenClaims.IsPublic] = false,
            [TokenClaims.TenantId] = Tenant.Id.ToString("D"),
            [TokenClaims.CustomerId] = (user.Fields.CustomerId ?? Tenant.NoCustomer).ToString("D"),
        };
        if (user.Fields.FirstName is { } first)
            access[TokenClaims.FirstName] = first;
        if (user.Fields.LastName is { } last)
            access[TokenClaims.LastName] = last;
        Dictionary<string, object> refresh = new()
        {
            [TokenClaims.Scopes] = new[] { "REFRESH_TOKEN" },
            [TokenClaims.IsPublic] = false,
            [JwtRegisteredClaimNames.Jti] = session.CurrentToken.ToString("D"),
        };
        return new(
            Sign(key, TokenClaims.AccessType, access, user, session, now, now + options.Value.AccessLifetime),
            Sign(key, TokenClaims.RefreshType, refresh, user, session, now, DateTimeOffset.FromUnixTimeMilliseconds(session.ExpiresAt)));
    }

    public async Task<RefreshTicket?> ReadRefreshAsync(string token)
    {
        var key = await KeyAsync();
        var result = await _handler.ValidateTokenAsync(token, new()
        {
            ValidIssuer = TokenClaims.Issuer,
            ValidateAudience = false,
            ValidTypes = [TokenClaims.RefreshType],
            ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
            IssuerSigningKey = key.Private,
            LifetimeValidator = (_, expires, _, _) => expires > time.GetUtcNow().UtcDateTime,
        });
        if (!result.IsValid || result.SecurityToken is not JsonWebToken jwt)
            return null;
        return jwt.TryGetPayloadValue(TokenClaims.UserId, out string user) && Guid.TryParse(user, out var userId)
            && jwt.TryGetPayloadValue(TokenClaims.Session, out string sid) && Guid.TryParse(sid, out var session)
            && jwt.TryGetPayloadValue(TokenClaims.Epoch, out long epoch) && Guid.TryParse(jwt.Id, out var tokenId)
            ? new(userId, session, tokenId, epoch)
            : null;
    }

    public async Task<VerificationKey> GetKeyAsync() => (await KeyAsync()).Public;

    private string Sign(SigningKey key, string type, Dictionary<string, object> claims, UserRecord user, Session session, DateTimeOffset now, DateTimeOffset expires)
    {
        claims[JwtRegisteredClaimNames.Sub] = user.Fields.Email;
        claims[TokenClaims.UserId] = user.Id.ToString("D");
        claims[TokenClaims.Session] = session.Id.ToString("D");
        claims[TokenClaims.Epoch] = user.Secrets.Epoch;
        return _handler.CreateToken(new SecurityTokenDescriptor
        {
            TokenType = type,
            Issuer = TokenClaims.Issuer,
            IssuedAt = now.UtcDateTime,
            Expires = expires.UtcDateTime,
            Claims = claims,
            SigningCredentials = new(key.Private, SecurityAlgorithms.EcdsaSha256),
        });
    }

    /// <summary>Read once; two that read at the same time read the same.</summary>
    private async ValueTask<SigningKey> KeyAsync() =>
        Volatile.Read(ref _key) ?? (_key = SigningKey.Read(await settings.GetOrAddAsync(SigningKey.Setting, SigningKey.Generate(), CancellationToken.None)));
}
