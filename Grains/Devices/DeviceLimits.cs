using System.ComponentModel.DataAnnotations;

namespace OrleansIot.Grains.Devices;

/// <summary>Caps of one device. They keep a device that invents names from filling the database for all.</summary>
public sealed class DeviceLimits
{
    public const string Section = "Limits:Device";

    /// <summary>Different telemetry keys.</summary>
    [Range(1, 1_000_000)]
    public int MaxKeys { get; set; } = 10_000;

    /// <summary>Attributes of all scopes together.</summary>
    [Range(1, 1_000_000)]
    public int MaxAttributes { get; set; } = 10_000;

    /// <summary>Deletions of shared attributes that are remembered for the polls; a reader that is older than the forgotten ones is told everything.</summary>
    [Range(1, 1_000_000)]
    public int MaxTombstones { get; set; } = 1_000;

    /// <summary>Commands that have not ended; one more is refused. They are held in memory while the device is active.</summary>
    [Range(1, 100_000)]
    public int MaxCommands { get; set; } = 1_000;

    /// <summary>Bytes of those commands together; a single larger one is taken when there is no other.</summary>
    [Range(1_024, 1 << 30)]
    public int MaxCommandBytes { get; set; } = 4 << 20;

    /// <summary>Polls of one device that wait at the same time; one more is refused.</summary>
    [Range(1, 10_000)]
    public int MaxPolls { get; set; } = 100;
}
