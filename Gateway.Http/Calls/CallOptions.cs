using System.ComponentModel.DataAnnotations;

namespace OrleansIot.Gateway.Calls;

/// <summary>How long a gateway goes on for a request.</summary>
public sealed class CallOptions
{
    public const string Section = "Calls";

    /// <summary>Milliseconds from the first call of a request to its 503. Longer rides out longer outages at the price of more connections that wait.</summary>
    [Range(1_000, 60_000)]
    public int Deadline { get; set; } = 10_000;
}
