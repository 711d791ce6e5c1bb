using System.ComponentModel.DataAnnotations;

namespace OrleansIot.Gateway.Polls;

/// <summary>How long polls are held, and how many.</summary>
public sealed class PollOptions
{
    public const string Section = "Polls";

    /// <summary>Milliseconds that a poll is held which does not say.</summary>
    [Range(1, 86_400_000)]
    public int DefaultTimeout { get; set; } = 60_000;

    /// <summary>Most milliseconds that any poll is held.</summary>
    [Range(1, 86_400_000)]
    public int MaxTimeout { get; set; } = 300_000;

    /// <summary>Polls that this process holds at the same time; one more is answered 503. About 10 KB each, most of it the connection's.</summary>
    [Range(1, 10_000_000)]
    public int MaxParked { get; set; } = 100_000;

    /// <summary>Milliseconds over which a stopping gateway ends its polls, so that the devices do not all knock at the next one at once.</summary>
    [Range(0, 60_000)]
    public int StopSpread { get; set; } = 2_000;
}
