namespace OrleansIot.DeviceProfiles;

/// <summary>The members of a device profile that may be set.</summary>
/// <param name="Name">1 to 255 UTF-16 units, unique in the tenant; the type of the profile's devices.</param>
/// <param name="ProvisionKey">What a device that registers itself names the profile with; unique.</param>
/// <param name="ProvisionSecret">What it proves itself with.</param>
/// <param name="FirmwareId">The package of the profile's devices that have none of their own; null: none.</param>
/// <param name="SoftwareId">As for the firmware.</param>
/// <param name="Reprovision">Whether a device that has registered itself may do so again; it gets the credentials it has.</param>
/// <param name="RuleChainId">The chain of the profile's devices; null: the root chain.</param>
/// <param name="Document">Strict JSON of an object with the members that only the management API reads.</param>
[GenerateSerializer, Immutable, Alias("OrleansIot.DeviceProfileFields")]
public sealed record DeviceProfileFields(
    [property: Id(0)] string Name,
    [property: Id(1)] ProvisionType ProvisionType,
    [property: Id(2)] string? ProvisionKey,
    [property: Id(3)] string? ProvisionSecret,
    [property: Id(4)] byte[] Document,
    [property: Id(5)] Guid? FirmwareId = null,
    [property: Id(6)] Guid? SoftwareId = null,
    [property: Id(7)] bool Reprovision = false,
    [property: Id(8)] Guid? RuleChainId = null)
{
    /// <summary>Keeps the secret out of logs.</summary>
    public override string ToString() => Name;
}
