using System.ComponentModel.DataAnnotations;

namespace OrleansIot.Gateway.Provisioning;

/// <summary>Wrong secrets that a gateway puts up with. Addresses behind one translator count together, so the limits are on what is wrong, never on what is right.</summary>
public sealed class ProvisioningOptions
{
    public const string Section = "Provisioning";

    /// <summary>Wrong secrets of one address for one key within the window; then that address' requests with that key are refused unread until it is over.</summary>
    [Range(1, 1_000_000)]
    public int MaxWrongSecrets { get; set; } = 10;

    /// <summary>Wrong secrets and unknown keys of one address within the window; beyond it they are answered 429, and only right ones go through.</summary>
    [Range(1, 1_000_000)]
    public int MaxWrongPerAddress { get; set; } = 50;

    /// <summary>Counted from the first.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan WrongSecretWindow { get; set; } = TimeSpan.FromMinutes(1);
}
