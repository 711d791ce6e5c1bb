using Npgsql;
using OrleansIot.Grains.Commits;

namespace OrleansIot.Silo.Storage.Postgres.Rules;

/// <summary>Changes that store nothing but an entry of the outbox: whether their devices are there.</summary>
internal sealed class OutboxDeviceSection : ICommitSection
{
    private const string FindDevices = "select device from device_state where device = any($1)";

    private readonly List<(int Index, long Device)> _changes = [];
    private readonly List<long> _devices = [];

    public void Add(int index, OutboxChange change)
    {
        _changes.Add((index, change.Device));
        _devices.Add(change.Device);
    }

    public void AddTo(NpgsqlBatch batch)
    {
        if (_changes.Count > 0)
            batch.BatchCommands.Add(new NpgsqlBatchCommand(FindDevices).With(_devices));
    }

    public async Task ReadAsync(NpgsqlDataReader reader, Memory<ChangeResult> results)
    {
        if (_changes.Count == 0)
            return;
        var there = new HashSet<long>();
        while (await reader.ReadAsync().ConfigureAwait(false))
            there.Add(reader.GetInt64(0));
        foreach (var (index, device) in _changes)
            results.Span[index] = there.Contains(device) ? ChangeResult.Applied : ChangeResult.Unmatched;
        await reader.NextResultAsync().ConfigureAwait(false);
    }

    public void Clear()
    {
        _changes.Clear();
        _devices.Clear();
    }
}
