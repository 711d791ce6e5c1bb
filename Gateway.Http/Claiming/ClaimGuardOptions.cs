using System.ComponentModel.DataAnnotations;

namespace OrleansIot.Gateway.Claiming;

/// <summary>Failed claims that a gateway puts up with.</summary>
public sealed class ClaimGuardOptions
{
    public const string Section = "Claiming";

    /// <summary>Failed claims of one user, over all devices, within the window; then that user's claims are refused unread until it is over.</summary>
    [Range(1, 1_000_000)]
    public int MaxFailures { get; set; } = 100;

    /// <summary>Counted from the first failure.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan FailureWindow { get; set; } = TimeSpan.FromMinutes(1);
}
