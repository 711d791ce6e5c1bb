using System.ComponentModel.DataAnnotations;

namespace OrleansIot.Grains.Retention;

/// <summary>How long readings stay.</summary>
public sealed class RetentionOptions
{
    public const string Section = "Retention";

    /// <summary>Of readings whose device profile does not say otherwise. Null: for ever. A latest value stays in any case.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "36500.00:00:00", ConvertValueInInvariantCulture = true)]
    public TimeSpan? TimeToLive { get; set; }

    /// <summary>From the beginning of a run to the beginning of the next. Shorter means less at a time and more looking for it.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "365.00:00:00", ConvertValueInInvariantCulture = true)]
    public TimeSpan Interval { get; set; } = TimeSpan.FromHours(1);
}
