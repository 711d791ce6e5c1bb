namespace OrleansIot.Silo.Storage.Postgres;

/// <summary>
/// The server's clock as this process last heard it. A transaction carries a deadline by that clock: one that was held up on its way, in a process that stood
/// still or in a broken network, must not write over what came after it.
/// </summary>
internal sealed class ServerClock(TimeProvider time)
{
    /// <summary>An answer that took longer says too little of when the server looked at its clock.</summary>
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromMilliseconds(500);

    private readonly Lock _gate = new();
    private long _heard;
    private long _heardAt;
    private bool _known;

    /// <summary>An instant by the server's clock, in microseconds since 1970; null: the clock must be asked for.</summary>
    public long? In(TimeSpan span)
    {
        lock (_gate)
            return _known ? _heard + (long)(time.GetElapsedTime(_heardAt) + span).TotalMicroseconds : null;
    }

    public long Timestamp() => time.GetTimestamp();

    /// <param name="clock">What the server said to what was sent at that timestamp.</param>
    public void Hear(long clock, long sent)
    {
        lock (_gate)
            (_heard, _heardAt, _known) = (clock, sent, time.GetElapsedTime(sent) <= LongestAnswer);
    }

    /// <summary>The clock is not where it was expected: it was set, or somebody was held up.</summary>
    public void Forget()
    {
        lock (_gate)
            _known = false;
    }
}
