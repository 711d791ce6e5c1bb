using OrleansIot.Gateway.Http;
using OrleansIot.Ota;

namespace OrleansIot.Gateway.Ota;

/// <summary>A roll-out to be begun. What is left out: by hand, pause above 5 % failures, advance when 95 % have finished, at once.</summary>
internal sealed record RollOutRequest
{
    public EntityIdDocument? DeviceProfileId { get; init; }

    public EntityIdDocument? PackageId { get; init; }

    public RollOutStageDocument[]? Stages { get; init; }

    public bool? Automatic { get; init; }

    public double? MaxFailedPercent { get; init; }

    public double? MinFinishedPercent { get; init; }

    /// <summary>Milliseconds.</summary>
    public long? Soak { get; init; }

    public RollOutPlan ToPlan(MemberReader members)
    {
        if (Stages is null)
            members.Refuse("'stages' should be specified!");
        var stages = (Stages ?? []).Select(s => new RollOutStage(s?.Percent, s?.Rings)).ToArray();
        return new(stages, Automatic ?? false, MaxFailedPercent ?? 5, MinFinishedPercent ?? 95, Soak ?? 0);
    }
}
