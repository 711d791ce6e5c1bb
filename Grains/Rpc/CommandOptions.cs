using System.ComponentModel.DataAnnotations;

namespace OrleansIot.Grains.Rpc;

/// <summary>How commands are handed out and kept.</summary>
public sealed class CommandOptions
{
    public const string Section = "Rpc";

    /// <summary>How long a delivered two-way command waits for its reply before it is offered again, in milliseconds. Shorter means more repetitions for a slow device.</summary>
    [Range(100, 86_400_000)]
    public int RedeliveryDelay { get; set; } = 5_000;

    /// <summary>How many days the records of ended persistent commands are kept, counted from their creation; 0 keeps them for ever.</summary>
    [Range(0, 36_500)]
    public int RecordTtlDays { get; set; }
}
