namespace OrleansIot.Grains.Values;

/// <summary>Wrong passwords or secrets of one kind in a window that starts with the first of them. Instants are milliseconds since 1970.</summary>
internal readonly record struct FailureThrottle(int Failures, long WindowStart)
{
    /// <summary>Whole seconds to wait before the next try is looked at; 0: now.</summary>
    /// <param name="max">Failures within a window that are put up with.</param>
    public int Wait(long now, int max, TimeSpan window) =>
        Failures >= max && !IsOver(now, window) ? (int)((End(window) - now + 999) / 1_000) : 0;

    public FailureThrottle Failed(long now, TimeSpan window) => IsOver(now, window) ? new(1, now) : this with { Failures = Failures + 1 };

    public bool IsOver(long now, TimeSpan window) => Failures == 0 || now >= End(window);

    private long End(TimeSpan window) => WindowStart + (long)window.TotalMilliseconds;
}
