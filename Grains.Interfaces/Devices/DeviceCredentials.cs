namespace OrleansIot.Devices;

/// <summary>What a device proves itself with.</summary>
/// <param name="CredentialsId">The access token, or the fingerprint of a certificate, or another kind's lookup id; unique among all devices.</param>
/// <param name="CredentialsValue">The certificate or a JSON document for kinds other than access tokens; null for those.</param>
/// <param name="Version">Grows with every change; a request that was resolved with another version is refused.</param>
[GenerateSerializer, Immutable, Alias("OrleansIot.DeviceCredentials")]
public sealed record DeviceCredentials(
    [property: Id(0)] Guid Id,
    [property: Id(1)] CredentialsType Type,
    [property: Id(2)] string CredentialsId,
    [property: Id(3)] string? CredentialsValue,
    [property: Id(4)] long Version)
{
    /// <summary>Keeps the token out of logs.</summary>
    public override string ToString() => $"{Type} version {Version}";
}
