namespace OrleansIot.Grains.Rpc;

/// <summary>What the queue of a device keeps to. Times in milliseconds.</summary>
/// <param name="MaxCommands">Commands that have not ended.</param>
/// <param name="MaxBytes">Their bytes together; a single larger one is taken when the queue is empty.</param>
/// <param name="Redelivery">How long a delivered command waits for its reply before it is offered again.</param>
/// <param name="Lease">How long a gateway has to say what became of what it was handed.</param>
internal sealed record CommandRules(int MaxCommands, int MaxBytes, int Redelivery, int Lease)
{
    /// <summary>How long after its expiry the end of a command waits for a caller to take it.</summary>
    public const int Untaken = 60_000;

    /// <summary>
    /// How long a one-way command, which is over once it is delivered, waits for the word that the connection broke after all. A reset that was on its way is noticed
    /// well within; longer would make callers wait.
    /// </summary>
    public const int Confirmation = 100;

    /// <summary>
    /// How long the row of a delivered command that nobody can look up (two-way, not persistent) goes on to say Queued: nearly every reply comes sooner and is then the
    /// only change. A silo that dies meanwhile costs one redelivery at once instead of after the redelivery delay.
    /// </summary>
    public const int Unrecorded = 500;

    /// <summary>When the committer had no room: how long until it is asked again.</summary>
    public const int StoreAgain = 1_000;

    /// <summary>About how many bytes of commands one answer holds; a single larger one goes alone.</summary>
    public const int MaxAnswerBytes = 256 << 10;
}
