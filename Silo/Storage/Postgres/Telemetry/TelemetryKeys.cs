using System.Collections.Concurrent;
using Npgsql;
using OrleansIot.Grains.Commits;
using OrleansIot.Telemetry;

namespace OrleansIot.Silo.Storage.Postgres;

/// <summary>
/// The numbers of telemetry key names, as far as this process has met them. A new name gets its number in a transaction of its own, before the readings:
/// numbers are for ever, whatever becomes of those.
/// </summary>
internal sealed class TelemetryKeys(NpgsqlDataSource database, PostgresOptions options)
{
    private readonly ConcurrentDictionary<string, int> _numbers = new(StringComparer.Ordinal);

    public int this[string name] => _numbers[name];

    /// <summary>
    /// Afterwards every name of the batch has a number, except where that would exceed the cap: the changes that bring such names
    /// are LimitExceeded, and none of their names was added.
    /// </summary>
    public async Task LearnAsync(ReadOnlyMemory<Change> batch, Memory<ChangeResult> results)
    {
        if (Unknown(batch.Span) is not { } names)
            return;
        await using var connection = await database.OpenConnectionAsync(CancellationToken.None).ConfigureAwait(false);
        await using var transaction = await connection.BeginTransactionAsync(CancellationToken.None).ConfigureAwait(false);
        await connection.ExecuteAsync(TelemetrySql.LockKeys, CancellationToken.None, AdvisoryLocks.Keys).ConfigureAwait(false);
        var found = await connection.QueryAsync(
            TelemetrySql.FindKeys, row => (Name: row.GetString(0), Number: row.GetInt32(1)), CancellationToken.None, [names.ToArray()]).ConfigureAwait(false);
        var last = (int)(await connection.ScalarAsync(TelemetrySql.LastKey, CancellationToken.None).ConfigureAwait(false))!;

        var learned = found.ToDictionary(key => key.Name, key => key.Number, StringComparer.Ordinal);
        var (newNames, newNumbers) = (new List<string>(), new List<int>());
        for (var i = 0; i < batch.Length; i++)
        {
            if (batch.Span[i] is ReadingsChange change && !TryNumber(change.Readings, learned, newNames, newNumbers, last))
                results.Span[i] = ChangeResult.LimitExceeded;
        }

        if (newNames.Count > 0)
            await connection.ExecuteAsync(TelemetrySql.AddKeys, CancellationToken.None, newNumbers, newNames).ConfigureAwait(false);
        await transaction.CommitAsync(CancellationToken.None).ConfigureAwait(false);
        foreach (var (name, number) in learned)
            _numbers[name] = number;
    }

    /// <summary>Null: all are known, as nearly always.</summary>
    private HashSet<string>? Unknown(ReadOnlySpan<Change> batch)
    {
        HashSet<string>? names = null;
        foreach (var change in batch)
        {
            foreach (ref readonly var reading in ((change as ReadingsChange)?.Readings).AsSpan())
            {
                if (!_numbers.ContainsKey(reading.Key))
                    (names ??= new(StringComparer.Ordinal)).Add(reading.Key);
            }
        }

        return names;
    }

    private bool TryNumber(Reading[] readings, Dictionary<string, int> learned, List<string> newNames, List<int> newNumbers, int last)
    {
        var before = newNames.Count;
        foreach (ref readonly var reading in readings.AsSpan())
        {
            if (_numbers.ContainsKey(reading.Key) || learned.ContainsKey(reading.Key))
                continue;
            newNames.Add(reading.Key);
            newNumbers.Add(last + newNames.Count);
            learned.Add(reading.Key, last + newNames.Count);
        }

        if (newNames.Count == before || last + newNames.Count <= options.MaxKeys)
            return true;
        foreach (var name in newNames[before..])
            learned.Remove(name);
        newNames.RemoveRange(before, newNames.Count - before);
        newNumbers.RemoveRange(before, newNumbers.Count - before);
        return false;
    }
}
