using OrleansIot.Devices;
using OrleansIot.Values;

namespace OrleansIot.Provisioning;

/// <summary>What became of a line of a bulk import.</summary>
/// <param name="Outcome">Done: this import has created the device, now or when the line came before.</param>
/// <param name="Reason">A sentence for the caller when it is not Done.</param>
/// <param name="Credentials">Set when it is Done.</param>
[GenerateSerializer, Immutable, Alias("OrleansIot.ImportedLine")]
public readonly record struct ImportedLine(
    [property: Id(0)] Outcome Outcome, [property: Id(1)] string? Reason, [property: Id(2)] Guid Device, [property: Id(3)] DeviceCredentials? Credentials);
