using OrleansIot.Telemetry;

namespace OrleansIot.Grains.Telemetry;

/// <summary>Reads and deletes readings. Whatever was committed before the call is seen by it.</summary>
public interface IReadingStore
{
    /// <summary>The latest reading of each key (null: of all keys), sorted by key; keys without one are left out.</summary>
    Task<Reading[]> LatestAsync(long device, string[]? keys, CancellationToken cancellation);

    /// <summary>One series per key with readings in the range. Rows or buckets are computed by the database.</summary>
    Task<KeySeries[]> HistoryAsync(long device, HistoryQuery query, CancellationToken cancellation);

    Task DeleteAsync(long device, TelemetryDeletion deletion, CancellationToken cancellation);
}
