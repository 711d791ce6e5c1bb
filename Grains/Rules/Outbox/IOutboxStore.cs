namespace OrleansIot.Grains.Rules.Outbox;

/// <summary>Reads and empties the outbox; the commit store fills it.</summary>
public interface IOutboxStore
{
    /// <summary>The device's oldest entries with numbers above <paramref name="after"/>, in order.</summary>
    Task<TakenEntry[]> ReadAsync(long device, long after, int limit, CancellationToken cancellation);

    /// <summary>Counts one more attempt to bring an entry through its chain; returns when that is committed.</summary>
    Task CountAsync(OutboxKey entry, CancellationToken cancellation);

    /// <summary>Removes entries that were seen; those that are not there are ignored.</summary>
    Task RemoveAsync(IReadOnlyCollection<OutboxKey> entries, CancellationToken cancellation);

    /// <summary>Ids of devices that have entries with numbers below <paramref name="before"/>.</summary>
    Task<Guid[]> FindDevicesAsync(long before, int limit, CancellationToken cancellation);
}
