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
}
