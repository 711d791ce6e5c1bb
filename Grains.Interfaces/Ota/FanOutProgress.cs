namespace OrleansIot.Ota;

/// <summary>How far a profile's package has come to the profile's devices. Instants are milliseconds since 1970.</summary>
/// <param name="Package">Null: it is taken away.</param>
/// <param name="Total">Devices of the profile that had none of their own at the start.</param>
/// <param name="Done">Devices that were told.</param>
/// <param name="Postponed">Devices that could not be told; they are tried again apart from the others.</param>
/// <param name="FinishedTime">Null: it goes on.</param>
[GenerateSerializer, Immutable, Alias("OrleansIot.FanOutProgress")]
public sealed record FanOutProgress(
    [property: Id(0)] OtaPackageType Type,
    [property: Id(1)] Guid? Package,
    [property: Id(2)] long Total,
    [property: Id(3)] long Done,
    [property: Id(4)] long Postponed,
    [property: Id(5)] long StartedTime,
    [property: Id(6)] long? FinishedTime);
