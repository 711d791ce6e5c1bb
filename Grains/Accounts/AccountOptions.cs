using System.ComponentModel.DataAnnotations;

namespace OrleansIot.Grains.Accounts;

/// <summary>How long logins last, and how many wrong passwords are taken.</summary>
public sealed class AccountOptions : IValidatableObject
{
    public const string Section = "Accounts";

    /// <summary>Life of an access token. A user that is disabled or deleted is out at once, whatever this says.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "30.00:00:00")]
    public TimeSpan AccessLifetime { get; set; } = TimeSpan.FromSeconds(9_000);

    /// <summary>How long a session may rest before its refresh token ends; every refresh starts it anew.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "365.00:00:00")]
    public TimeSpan RefreshLifetime { get; set; } = TimeSpan.FromSeconds(604_800);

    /// <summary>How long the refresh token before the newest stays good, for an answer that was lost on its way. Longer is kinder to bad networks and to thieves.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan RefreshGrace { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Life of an activation token.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "90.00:00:00")]
    public TimeSpan ActivationLifetime { get; set; } = TimeSpan.FromHours(24);

    /// <summary>Wrong passwords of one account within the window; then the account is not looked at until the window is over.</summary>
    [Range(1, 1_000)]
    public int MaxLoginFailures { get; set; } = 10;

    /// <summary>Counted from the first failure. Longer stops more guesses, and locks the owner out for longer.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan LoginWindow { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Sessions of one user; the one that rested longest ends when another would exceed it.</summary>
    [Range(1, 100_000)]
    public int MaxSessions { get; set; } = 1_000;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (AccessLifetime > RefreshLifetime)
            yield return new ValidationResult("an access token may not outlive the session it belongs to", [nameof(AccessLifetime), nameof(RefreshLifetime)]);
    }
}
