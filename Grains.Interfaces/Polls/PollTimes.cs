namespace OrleansIot.Polls;

/// <summary>The times that gateways and silos must agree on.</summary>
public static class PollTimes
{
    /// <summary>How long a delivery waits for its settlement before it is offered again, and how long a written one can be taken back.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(5);

    /// <summary>Between two beats of a silo.</summary>
    public static readonly TimeSpan Beat = TimeSpan.FromSeconds(2);
}
