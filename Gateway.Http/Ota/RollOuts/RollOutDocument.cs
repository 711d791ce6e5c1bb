using OrleansIot.Gateway.Http;
using OrleansIot.Ota;

namespace OrleansIot.Gateway.Ota;

/// <summary>A roll-out and, unless it is one of a list, how far its devices are.</summary>
internal sealed record RollOutDocument
{
    public required Guid Id { get; init; }

    public required long CreatedTime { get; init; }

    public required EntityIdDocument DeviceProfileId { get; init; }

    public required string Type { get; init; }

    public required EntityIdDocument PackageId { get; init; }

    public required RollOutStageDocument[] Stages { get; init; }

    public required bool Automatic { get; init; }

    public required double MaxFailedPercent { get; init; }

    public required double MinFinishedPercent { get; init; }

    public required long Soak { get; init; }

    /// <summary>RUNNING, PAUSED, COMPLETED or ROLLED_BACK.</summary>
    public required string State { get; init; }

    /// <summary>Why it is paused, where that was not by hand.</summary>
    public string? Reason { get; init; }

    /// <summary>Index of the stage that is open.</summary>
    public required int Stage { get; init; }

    public required long StageTime { get; init; }

    /// <summary>Whether devices are still being reached, or told of the roll back.</summary>
    public required bool Busy { get; init; }

    public long? EndedTime { get; init; }

    /// <summary>Devices of the profile without a package of their own.</summary>
    public long? Total { get; init; }

    /// <summary>Those that the roll-out has reached.</summary>
    public long? Reached { get; init; }

    /// <summary>Those that were reached, by state.</summary>
    public Dictionary<string, long>? States { get; init; }

    public static RollOutDocument From(RollOutInfo info) => new()
    {
        Id = info.Id,
        CreatedTime = info.CreatedTime,
        DeviceProfileId = EntityIdDocument.DeviceProfile(info.ProfileId),
        Type = OtaTypes.Name(info.Type),
        PackageId = EntityIdDocument.OtaPackage(info.PackageId),
        Stages = [.. info.Plan.Stages.Select(s => new RollOutStageDocument(s.Percent, s.Rings))],
        Automatic = info.Plan.Automatic,
        MaxFailedPercent = info.Plan.MaxFailedPercent,
        MinFinishedPercent = info.Plan.MinFinishedPercent,
        Soak = info.Plan.Soak,
        State = Name(info.State),
        Reason = info.Reason,
        Stage = info.Stage,
        StageTime = info.StageTime,
        Busy = info.Position != RollOutInfo.AllSeen && info.State is RollOutState.Running or RollOutState.RolledBack,
        EndedTime = info.EndedTime,
    };

    public static RollOutDocument From(RollOutReport report) => From(report.Info) with
    {
        Total = report.Counts.Total,
        Reached = report.Counts.Reached,
        States = Enum.GetValues<OtaState>().Where(s => report.Counts.Of(s) > 0).ToDictionary(OtaStateNames.Of, report.Counts.Of),
    };

    private static string Name(RollOutState state) => state switch
    {
        RollOutState.Paused => "PAUSED",
        RollOutState.Completed => "COMPLETED",
        RollOutState.RolledBack => "ROLLED_BACK",
        _ => "RUNNING",
    };
}
