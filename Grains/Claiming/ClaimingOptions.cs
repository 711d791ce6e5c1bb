using System.ComponentModel.DataAnnotations;

namespace OrleansIot.Grains.Claiming;

/// <summary>Who may be claimed, for how long, and how many wrong secrets are taken.</summary>
public sealed class ClaimingOptions
{
    public const string Section = "Claiming";

    /// <summary>Whether a device may offer itself without the server attribute <c>claimingAllowed</c>.</summary>
    public bool AllowedByDefault { get; set; } = true;

    /// <summary>How long an offer holds that names no duration, in milliseconds.</summary>
    [Range(1, long.MaxValue)]
    public long Duration { get; set; } = 86_400_000;

    /// <summary>Wrong secrets of one customer for one device within the window; then that customer's claims of that device are not looked at until it is over.</summary>
    [Range(1, 1_000_000)]
    public int MaxGuesses { get; set; } = 10;

    /// <summary>Counted from the first wrong secret. Longer stops more guesses, and makes an honest mistake dearer.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan GuessWindow { get; set; } = TimeSpan.FromMinutes(1);
}
