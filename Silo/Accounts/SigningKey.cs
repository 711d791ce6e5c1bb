using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;
using OrleansIot.Accounts;

namespace OrleansIot.Silo.Accounts;

/// <summary>The key pair that tokens are signed with, on NIST P-256. Kept as PKCS #8 in the settings.</summary>
internal sealed class SigningKey
{
    public const string Setting = "accounts.signing-key";

    private SigningKey(ECDsa key)
    {
        var parameters = key.ExportParameters(includePrivateParameters: false);
        var id = Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()))[..16];
        Public = new(id, parameters.Q.X!, parameters.Q.Y!);
        Private = new(key) { KeyId = id };
    }

    public VerificationKey Public { get; }

    public ECDsaSecurityKey Private { get; }

    public static string Generate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Convert.ToBase64String(key.ExportPkcs8PrivateKey());
    }

    public static SigningKey Read(string setting)
    {
        var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(Convert.FromBase64String(setting), out _);
        return new(key);
    }
}
