using OrleansIot.DeviceProfiles;

namespace OrleansIot.Grains.Provisioning;

/// <summary>What a profile says of registration.</summary>
/// <param name="Reprovision">Whether a device may register itself again.</param>
public sealed record ProvisioningProfile(Guid Id, ProvisionType Type, string? Secret, bool Reprovision)
{
    /// <summary>Keeps the secret out of logs.</summary>
    public override string ToString() => Id.ToString();
}
