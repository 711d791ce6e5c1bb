using System.Security.Cryptography;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using OrleansIot.Gateway.Accounts;
using Xunit;

namespace OrleansIot.Gateway.Tests.Accounts;

public sealed class VerifiedTokensTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly VerifiedTokens _tokens;

    public VerifiedTokensTests() => _tokens = new(_time);

    public void Dispose()
    {
        _tokens.Dispose();
        _key.Dispose();
    }

    [Fact]
    public async Task a_signature_is_verified_once()
    {
        var token = Sign("somebody");
        Assert.True((await ValidateAsync(token, _key)).IsValid);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var known = await ValidateAsync(token, other);
        Assert.True(known.IsValid);
        Assert.Equal("somebody", Assert.IsType<JsonWebToken>(known.SecurityToken).Subject);
    }

    [Fact]
    public async Task a_known_token_is_known_no_longer_than_it_lives()
    {
        var token = Sign("somebody");
        Assert.True((await ValidateAsync(token, _key)).IsValid);
        _time.Advance(TimeSpan.FromMinutes(11));
        Assert.IsType<SecurityTokenInvalidLifetimeException>((await ValidateAsync(token, _key)).Exception);
    }

    [Fact]
    public async Task what_was_refused_is_not_remembered_and_what_is_nearly_a_known_token_is_not_one()
    {
        var token = Sign("somebody");
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.False((await ValidateAsync(token, other)).IsValid);
        Assert.True((await ValidateAsync(token, _key)).IsValid);
        var (theirs, signature) = (Sign("somebody else"), token[token.LastIndexOf('.')..]);
        Assert.False((await ValidateAsync(theirs[..theirs.LastIndexOf('.')] + signature, _key)).IsValid);
    }

    private string Sign(string subject) => new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
    {
        Issuer = "issuer",
        Claims = new Dictionary<string, object> { ["sub"] = subject },
        Expires = _time.GetUtcNow().UtcDateTime + TimeSpan.FromMinutes(10),
        SigningCredentials = new(new ECDsaSecurityKey(_key), SecurityAlgorithms.EcdsaSha256),
    });

    private Task<TokenValidationResult> ValidateAsync(string token, ECDsa key) => _tokens.ValidateTokenAsync(token, new()
    {
        ValidIssuer = "issuer",
        ValidateAudience = false,
        IssuerSigningKey = new ECDsaSecurityKey(key),
        LifetimeValidator = (_, expires, _, _) => expires > _time.GetUtcNow().UtcDateTime,
    });
}
