namespace OrleansIot.Grains.Rules.Outbox;

/// <summary>Reads and empties the outbox; the commit store fills it.</summary>
public interface IOutboxStore
{
    /// <summary>The device's oldest entries with numbers above <paramref name="after"/>, in order; counts that they were taken, and returns when that is committed.</summary>
    Task<TakenEntry[]> TakeAsync(long device, long after, int limit, CancellationToken cancellation);

    /// <summary>Removes entries that were seen; those that are not there are ignored.</summary>
    Task RemoveAsync(IReadOnlyCollection<OutboxKey> entries, CancellationToken cancellation);

    /// <summary>Ids of devices that have entries with numbers below <paramref name="before"/>.</summary>
    Task<Guid[]> FindDevicesAsync(long before, int limit, CancellationToken cancellation);
}
