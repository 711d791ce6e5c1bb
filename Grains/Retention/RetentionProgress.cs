using OrleansIot.Retention;

namespace OrleansIot.Grains.Retention;

/// <summary>How far the retention has come; its own, kept in the storage of workflows.</summary>
public sealed record RetentionProgress
{
    /// <summary>Milliseconds since 1970; 0: never.</summary>
    public long StartedTime { get; init; }

    /// <summary>Null while no run is under way.</summary>
    public RetentionRun? Current { get; init; }

    /// <summary>Where the run goes on.</summary>
    public long After { get; init; }

    public RetentionRun? Last { get; init; }

    public Removed Total { get; init; } = Removed.Nothing;
}
