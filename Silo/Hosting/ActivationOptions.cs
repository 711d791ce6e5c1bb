using System.ComponentModel.DataAnnotations;

namespace OrleansIot.Silo.Hosting;

/// <summary>What bounds a silo's memory: devices that say nothing leave it.</summary>
internal sealed class ActivationOptions
{
    public const string Section = "Activations";

    /// <summary>
    /// A device or user that was not asked for so long leaves memory; its next request reads it from the database. Longer saves that read for devices that report seldom,
    /// shorter saves the memory of those that are silent.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:10", "1.00:00:00", ConvertValueInInvariantCulture = true)]
    public TimeSpan IdleAfter { get; set; } = TimeSpan.FromMinutes(15);
}
