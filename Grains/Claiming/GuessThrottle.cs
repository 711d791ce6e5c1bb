namespace OrleansIot.Grains.Claiming;

/// <summary>Wrong secrets in a window that starts with the first of them. Instants are milliseconds since 1970.</summary>
internal readonly record struct GuessThrottle(int Guesses, long WindowStart)
{
    /// <summary>Whole seconds to wait before a secret is looked at again; 0: now.</summary>
    public int Wait(long now, ClaimingOptions options) =>
        Guesses >= options.MaxGuesses && !IsOver(now, options) ? (int)((WindowStart + Window(options) - now + 999) / 1_000) : 0;

    public GuessThrottle Guessed(long now, ClaimingOptions options) => IsOver(now, options) ? new(1, now) : this with { Guesses = Guesses + 1 };

    public bool IsOver(long now, ClaimingOptions options) => Guesses == 0 || now >= WindowStart + Window(options);

    private static long Window(ClaimingOptions options) => (long)options.GuessWindow.TotalMilliseconds;
}
