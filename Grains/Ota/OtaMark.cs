using OrleansIot.Ota;

namespace OrleansIot.Grains.Ota;

/// <summary>A device was told to run a package.</summary>
/// <param name="Package">Null: none any more.</param>
/// <param name="Ts">When, milliseconds since 1970.</param>
public sealed record OtaMark(OtaPackageType Type, Guid? Package, OtaState State, long Ts);
