using System.ComponentModel.DataAnnotations;

namespace OrleansIot.Grains.Ota;

/// <summary>How fast packages are brought to devices, and how often is looked for work that somebody left.</summary>
public sealed class OtaWorkOptions
{
    public const string Section = "Ota";

    /// <summary>Devices of a profile that are told side by side. More is faster, and leaves less of the silos to the devices' own requests.</summary>
    [Range(1, 10_000)]
    public int DevicesAtOnce { get; set; } = 100;

    /// <summary>How often a silo looks for work that was left.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")]
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long an upload may rest before it is given up.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "7.00:00:00")]
    public TimeSpan UploadRest { get; set; } = TimeSpan.FromHours(1);
}
