using OrleansIot.Ota;

namespace OrleansIot.Grains.Ota;

/// <summary>Which package of a type a device is to run, and which it was told to.</summary>
/// <param name="Effective">Its own, else that of an open roll-out which has reached it, else its profile's; null: none.</param>
/// <param name="Announced">The package it was told to run; null: none.</param>
public sealed record OtaAssignment(OtaPackageType Type, OtaPackageInfo? Effective, Guid? Announced)
{
    public bool IsAnnounced => Effective?.Id == Announced;
}
