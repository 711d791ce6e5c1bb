using OrleansIot.Grains.Commits;
using OrleansIot.Telemetry;

namespace OrleansIot.Silo.Storage.Postgres;

internal static class ChangeParts
{
    /// <summary>The readings of a change, whatever else it holds; null: none.</summary>
    public static Reading[]? Readings(this Change change) => change switch
    {
        ReadingsChange readings => readings.Readings,
        ChangeSet set => set.Parts.OfType<ReadingsChange>().SingleOrDefault()?.Readings,
        _ => null,
    };
}
