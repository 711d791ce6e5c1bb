using System.Security.Cryptography;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using OrleansIot.Accounts;
using OrleansIot.Gateway.Calls;

namespace OrleansIot.Gateway.Accounts;

/// <summary>The public key that tokens are verified with: fetched from the silo once, and again when a token names another, at most every half minute.</summary>
internal sealed class SigningKeySource(IGrainFactory grains, CallPolicy calls, TimeProvider time) : IConfigurationManager<OpenIdConnectConfiguration>
{
    private static readonly TimeSpan RefetchAfter = TimeSpan.FromSeconds(30);

    private OpenIdConnectConfiguration? _known;
    private DateTimeOffset _fetched;

    public async Task<OpenIdConnectConfiguration> GetConfigurationAsync(CancellationToken cancel)
    {
        if (Volatile.Read(ref _known) is { } known)
            return known;
        var key = await calls.RunAsync(() => grains.GetGrain<IUserRegistry>(0).GetVerificationKey(), cancel);
        var ecdsa = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new() { X = key.X, Y = key.Y } });
        var fetched = new OpenIdConnectConfiguration { Issuer = TokenClaims.Issuer };
        fetched.SigningKeys.Add(new ECDsaSecurityKey(ecdsa) { KeyId = key.KeyId });
        _fetched = time.GetUtcNow();
        Volatile.Write(ref _known, fetched);
        return fetched;
    }

    public void RequestRefresh()
    {
        if (time.GetUtcNow() - _fetched > RefetchAfter)
            Volatile.Write(ref _known, null);
    }
}
