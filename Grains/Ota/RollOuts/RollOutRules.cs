using System.Buffers.Binary;
using System.Security.Cryptography;
using OrleansIot.Ota;
using OrleansIot.Values;

namespace OrleansIot.Grains.Ota;

/// <summary>How a roll-out moves: pure, without a clock.</summary>
internal static class RollOutRules
{
    private const int MaxStages = 100;
    private const int MaxRings = 1_000;
    private const int MaxRing = 255;

    private static readonly Refusal Over = new(Outcome.Invalid, "The roll-out is over");
    private static readonly Refusal Opening = new(Outcome.Invalid, "The stage is still being opened");
    private static readonly Refusal NotPaused = new(Outcome.Invalid, "The roll-out is not paused");

    public static Refusal? Check(RollOutPlan plan)
    {
        if (plan.Stages.Length is 0 or > MaxStages)
            return new(Outcome.Invalid, $"A roll-out has 1 to {MaxStages} stages");
        if (plan.MaxFailedPercent is not (>= 0 and <= 100) || plan.MinFinishedPercent is not (>= 0 and <= 100))
            return new(Outcome.Invalid, "A percentage must be from 0 to 100");
        if (plan.Soak < 0)
            return new(Outcome.Invalid, "The soak time must not be negative");
        var percent = 0.0;
        foreach (var stage in plan.Stages)
        {
            if (stage.Percent is null == stage.Rings is null)
                return new(Outcome.Invalid, "A stage has either 'percent' or 'rings'");
            if (stage.Percent is { } share && !(share > percent && share <= 100))
                return new(Outcome.Invalid, "The percentages of the stages must rise, and be above 0 and up to 100");
            if (stage.Rings is { } rings && (rings.Length is 0 or > MaxRings || rings.Any(r => r is not { Length: > 0 and <= MaxRing })))
                return new(Outcome.Invalid, $"A stage has 1 to {MaxRings} rings, whose names have 1 to {MaxRing} characters");
            percent = stage.Percent ?? percent;
        }
        return null;
    }

    /// <summary>Whether the stage that is open, or one before it, is to reach the device. The same device has another place in every roll-out.</summary>
    public static bool Reaches(RollOutInfo rollOut, RollOutCandidate device)
    {
        var percent = PlaceOf(rollOut.Id, device.Id);
        return rollOut.Plan.Stages.Take(rollOut.Stage + 1).Any(s => s.Percent is { } share ? percent < share : device.Ring is { } ring && s.Rings!.Contains(ring, StringComparer.Ordinal));
    }

    public static Answer<RollOutInfo> Advance(RollOutInfo rollOut, long now)
    {
        if (rollOut.EndedTime is not null)
            return Over;
        if (rollOut.Position != RollOutInfo.AllSeen)
            return Opening;
        var running = Moved(rollOut) with { State = RollOutState.Running, Reason = null };
        return rollOut.Stage + 1 < rollOut.Plan.Stages.Length
            ? running with { Stage = rollOut.Stage + 1, StageTime = now, Position = 0 }
            : running with { State = RollOutState.Completed, EndedTime = now };
    }

    /// <param name="reason">Null: by hand.</param>
    public static Answer<RollOutInfo> Pause(RollOutInfo rollOut, string? reason) => rollOut switch
    {
        { EndedTime: not null } => Over,
        { State: RollOutState.Paused } => rollOut,
        _ => Moved(rollOut) with { State = RollOutState.Paused, Reason = reason },
    };

    /// <param name="failed">Devices that are FAILED now.</param>
    public static Answer<RollOutInfo> Resume(RollOutInfo rollOut, long failed) => rollOut switch
    {
        { EndedTime: not null } => Over,
        { State: not RollOutState.Paused } => NotPaused,
        _ => Moved(rollOut) with { State = RollOutState.Running, Reason = null, Tolerated = Math.Max(rollOut.Tolerated, failed) },
    };

    public static Answer<RollOutInfo> RollBack(RollOutInfo rollOut, long now) => rollOut.EndedTime is not null
        ? Over
        : Moved(rollOut) with { State = RollOutState.RolledBack, Reason = null, EndedTime = now, Position = 0 };

    /// <summary>What is to be done after a look at the devices' states; the same roll-out: nothing.</summary>
    public static RollOutInfo Watch(RollOutInfo rollOut, RollOutCounts counts, long now)
    {
        if (rollOut is not { State: RollOutState.Running, EndedTime: null })
            return rollOut;
        var failed = counts.Of(OtaState.Failed);
        if ((failed - rollOut.Tolerated) * 100.0 > rollOut.Plan.MaxFailedPercent * counts.Reached)
            return Pause(rollOut, $"{failed} of {counts.Reached} devices failed").Value!;
        if (!rollOut.Plan.Automatic || rollOut.Position != RollOutInfo.AllSeen || now - rollOut.StageTime < rollOut.Plan.Soak)
            return rollOut;
        var finished = failed + counts.Of(OtaState.Updated);
        return finished * 100.0 < rollOut.Plan.MinFinishedPercent * counts.Reached ? rollOut : Advance(rollOut, now).Value!;
    }

    /// <param name="position">Number of the last device that was looked at; null: there are no more.</param>
    public static RollOutInfo MoveOn(RollOutInfo rollOut, long? position) => Moved(rollOut) with { Position = position ?? RollOutInfo.AllSeen };

    private static RollOutInfo Moved(RollOutInfo rollOut) => rollOut with { Version = rollOut.Version + 1 };

    /// <summary>Where the device stands among all, 0 to below 100.</summary>
    private static double PlaceOf(Guid rollOut, Guid device)
    {
        Span<byte> ids = stackalloc byte[32];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        rollOut.TryWriteBytes(ids);
        device.TryWriteBytes(ids[16..]);
        SHA256.HashData(ids, hash);
        return BinaryPrimitives.ReadUInt32LittleEndian(hash) * (100.0 / (1L << 32));
    }
}
