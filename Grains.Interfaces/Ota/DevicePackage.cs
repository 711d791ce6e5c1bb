using OrleansIot.Values;

namespace OrleansIot.Ota;

/// <summary>What a device gets when it asks for a package by title and version.</summary>
/// <param name="Outcome">Done; NotFound: it has no package with data; Invalid: its package is another one.</param>
/// <param name="File">Set exactly when it is Done.</param>
[GenerateSerializer, Immutable, Alias("OrleansIot.DevicePackage")]
public sealed record DevicePackage([property: Id(0)] Outcome Outcome, [property: Id(1)] OtaFile? File = null) : IAnswer
{
    public static readonly DevicePackage None = new(Outcome.NotFound);
    public static readonly DevicePackage Other = new(Outcome.Invalid);
    public static readonly DevicePackage Unauthorized = new(Outcome.Unauthorized);
    public static readonly DevicePackage Superseded = new(Outcome.Superseded);
}
