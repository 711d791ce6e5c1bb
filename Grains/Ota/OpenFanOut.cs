using OrleansIot.Ota;

namespace OrleansIot.Grains.Ota;

/// <summary>A fan-out that is not finished.</summary>
/// <param name="Generation">Of the profile's package; when it has moved on, so has the work.</param>
/// <param name="Position">Number of the last device that was told.</param>
public sealed record OpenFanOut(OtaPackageType Type, long Generation, long Position);
