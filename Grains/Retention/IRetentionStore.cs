namespace OrleansIot.Grains.Retention;

/// <summary>Removes readings from the database. Latest values stay, although their readings go.</summary>
public interface IRetentionStore
{
    /// <summary>
    /// Does one piece of a run: drops a partition, or deletes some rows in a transaction that is short enough to hold nobody up. A piece that was broken off, or
    /// that two do at once, does no harm. What was committed a moment ago may be passed over until the next run.
    /// </summary>
    /// <param name="after">What the piece before has answered; 0 begins a run.</param>
    Task<RetentionStep> StepAsync(RetentionPolicy policy, long after, CancellationToken cancellation);
}
