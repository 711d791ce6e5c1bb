using OrleansIot.Devices;

namespace OrleansIot.Gateway.Devices;

/// <summary>An access token as it was resolved: the device's grain and the version of the credentials that the grain is asked to compare.</summary>
internal sealed record DeviceSession(string Token, IDeviceGrain Grain, long CredentialsVersion)
{
    /// <summary>Of requests without a token.</summary>
    public static readonly DeviceSession OfNobody = new("", null!, 0);

    /// <summary>Keeps the token out of logs.</summary>
    public override string ToString() => $"session of credentials version {CredentialsVersion}";
}
