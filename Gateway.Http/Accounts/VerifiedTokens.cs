using Microsoft.Extensions.Caching.Memory;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace OrleansIot.Gateway.Accounts;

/// <summary>
/// Verifies a token once and knows it again: an elliptic signature costs more than everything else that a call of the management API does in the gateway. Whether the
/// user still may call is asked of its grain every time (<see cref="UserTokenEvents"/>).
/// </summary>
internal sealed class VerifiedTokens(TimeProvider time) : JsonWebTokenHandler, IDisposable
{
    private const int MaxTokens = 10_000;

    private readonly MemoryCache _verified = new(new MemoryCacheOptions { SizeLimit = MaxTokens });

    /// <inheritdoc/>
    public override async Task<TokenValidationResult> ValidateTokenAsync(string token, TokenValidationParameters validationParameters)
    {
        if (_verified.TryGetValue(token, out TokenValidationResult? known) && known!.SecurityToken.ValidTo > time.GetUtcNow().UtcDateTime)
            return known;
        var result = await base.ValidateTokenAsync(token, validationParameters);
        if (result.IsValid)
            _verified.Set(token, result, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpiration = result.SecurityToken.ValidTo });
        return result;
    }

    public void Dispose() => _verified.Dispose();
}
