using OrleansIot.Grains.Commits;
using OrleansIot.Grains.Rules.Outbox;
using OrleansIot.Telemetry;

namespace OrleansIot.Grains.Telemetry;

/// <summary>The readings of one device: posts go to the committer, questions to the store.</summary>
internal sealed class TelemetryFacet(long device, IEnumerable<string> keys, int maxKeys, ICommitter committer, IReadingStore store)
{
    private readonly HashSet<string> _keys = new(keys, StringComparer.Ordinal);

    /// <param name="said">What the readings change beyond themselves; null: nothing.</param>
    /// <param name="outbox">What the device's rule chain is to see of it.</param>
    public ValueTask<ChangeResult> PostAsync(TelemetryBatch batch, Change[]? said = null, OutboxEntry? outbox = null)
    {
        var readings = batch.Readings;
        if (readings.Length == 0)
            return new(ChangeResult.Applied);
        if (!Admit(readings))
            return new(ChangeResult.LimitExceeded);
        if (said is null)
            return committer.CommitAsync(new ReadingsChange(device, readings) { Outbox = outbox });
        return committer.CommitAsync(new ChangeSet(device, [.. said, new ReadingsChange(device, readings)]) { Outbox = outbox });
    }

    /// <summary>Readings of the product's own, for which the cap on names does not hold, to be committed with other changes.</summary>
    public ReadingsChange Stage(Reading[] readings)
    {
        _keys.UnionWith(readings.Select(r => r.Key));
        return new(device, readings);
    }

    public Task<Reading[]> LatestAsync(string[]? keys) => store.LatestAsync(device, keys, CancellationToken.None);

    public Task<KeySeries[]> HistoryAsync(HistoryQuery query) => store.HistoryAsync(device, query, CancellationToken.None);

    public async Task DeleteAsync(TelemetryDeletion deletion)
    {
        await store.DeleteAsync(device, deletion, CancellationToken.None);
        if (!deletion.DeleteLatest)
            return;
        var left = await store.LatestAsync(device, deletion.Keys, CancellationToken.None);
        _keys.ExceptWith(deletion.Keys);
        _keys.UnionWith(left.Select(r => r.Key));
    }

    /// <summary>Counts names that are new to the device against the cap. A name stays counted when its commit fails: the cap is a guard, not a ledger.</summary>
    private bool Admit(Reading[] readings)
    {
        List<string>? added = null;
        foreach (ref readonly var reading in readings.AsSpan())
        {
            if (!_keys.Add(reading.Key))
                continue;
            (added ??= []).Add(reading.Key);
            if (_keys.Count <= maxKeys)
                continue;
            _keys.ExceptWith(added);
            return false;
        }
        return true;
    }
}
