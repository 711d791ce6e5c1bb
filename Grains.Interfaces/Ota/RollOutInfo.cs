namespace OrleansIot.Ota;

/// <summary>A staged roll-out. Instants are milliseconds since 1970.</summary>
/// <param name="Stage">Index of the stage that is open.</param>
/// <param name="StageTime">When it was opened.</param>
/// <param name="Position">Number of the last device that was looked at for this stage, or that was told of the roll back; -1: all were.</param>
/// <param name="Tolerated">FAILED devices that somebody has seen and resumed in spite of.</param>
/// <param name="Reason">Why it is paused; null: by hand, or it is not.</param>
/// <param name="EndedTime">When it was completed or rolled back; null: it is under way.</param>
/// <param name="Version">Grows with every change.</param>
[GenerateSerializer, Immutable, Alias("OrleansIot.RollOutInfo")]
public sealed record RollOutInfo(
    [property: Id(0)] Guid Id,
    [property: Id(1)] long CreatedTime,
    [property: Id(2)] Guid ProfileId,
    [property: Id(3)] OtaPackageType Type,
    [property: Id(4)] Guid PackageId,
    [property: Id(5)] RollOutPlan Plan,
    [property: Id(6)] RollOutState State,
    [property: Id(7)] int Stage,
    [property: Id(8)] long StageTime,
    [property: Id(9)] long Position,
    [property: Id(10)] long Tolerated,
    [property: Id(11)] string? Reason,
    [property: Id(12)] long? EndedTime,
    [property: Id(13)] long Version)
{
    public const long AllSeen = -1;
}
