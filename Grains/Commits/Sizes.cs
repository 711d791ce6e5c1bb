using OrleansIot.Attributes;
using OrleansIot.Grains.Attributes;
using OrleansIot.Telemetry;

namespace OrleansIot.Grains.Commits;

/// <summary>Rough memory sizes in bytes, for the committer's bound.</summary>
internal static class Sizes
{
    public const int PerChange = 64;

    private const int PerRow = 64;

    public static int Of(Reading[] readings)
    {
        var size = PerChange;
        foreach (ref readonly var reading in readings.AsSpan())
            size += PerRow + (2 * reading.Key.Length) + reading.Value.Text.Length;
        return size;
    }

    public static int Of(AttributeEntry[] entries)
    {
        var size = PerChange;
        foreach (var entry in entries)
            size += PerRow + (2 * entry.Key.Length) + entry.Value.Text.Length;
        return size;
    }

    public static int Of(AttributeDeletion[] deletions)
    {
        var size = 0;
        foreach (var deletion in deletions)
            size += PerRow + (2 * deletion.Key.Length);
        return size;
    }
}
