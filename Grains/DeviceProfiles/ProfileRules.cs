using OrleansIot.DeviceProfiles;
using OrleansIot.Grains.Values;
using OrleansIot.Values;

namespace OrleansIot.Grains.DeviceProfiles;

/// <summary>What the members of a device profile must keep to.</summary>
internal static class ProfileRules
{
    /// <summary>A certificate chain may be the secret.</summary>
    private const int MaxSecret = 65_536;

    public static Refusal? Check(DeviceProfileFields fields) =>
        TextRules.Required("Device profile name", fields.Name)
        ?? TextRules.Optional("Provision device key", fields.ProvisionKey)
        ?? (fields.ProvisionSecret is { Length: > MaxSecret } ? new Refusal(Outcome.Invalid, $"Provision device secret must be at most {MaxSecret} characters long") : null);
}
