using Microsoft.Data.Sqlite;
using OrleansIot.Grains.Retention;
using OrleansIot.Retention;

namespace OrleansIot.Silo.Storage.Sqlite.Retention;

/// <summary>Deletes rows device by device. Latest values have rows of their own and stay.</summary>
internal sealed class SqliteRetentionStore(SqliteDatabase database) : IRetentionStore
{
    private const int DevicesAtOnce = 500;

    /// <summary>The posts of all devices wait for the one writer.</summary>
    private const int RowsAtOnce = 2_000;

    public async Task<RetentionStep> StepAsync(RetentionPolicy policy, long after, CancellationToken cancellation)
    {
        var (last, found) = await database.ReadAsync(connection => Find(connection, policy, after), cancellation).ConfigureAwait(false);
        if (found is not { } device)
            return new(last, Removed.Nothing);
        var removed = await database.WriteAsync(connection => Delete(connection, device.Number, device.End), cancellation).ConfigureAwait(false);
        return new(removed.Readings == RowsAtOnce ? device.Number - 1 : device.Number, removed);
    }

    /// <summary>The first device that has readings that are over; otherwise the last that was looked at, or null at the end.</summary>
    private static (long? Last, (long Number, long End)? Found) Find(SqliteConnection connection, RetentionPolicy policy, long after)
    {
        var devices = connection.Query(RetentionSql.Devices, row => (Number: row.GetInt64(0), Profile: row.Id(1)), ("$after", after), ("$count", DevicesAtOnce));
        foreach (var (number, profile) in devices)
        {
            if (policy.Ends.TryGetValue(profile, out var end) && connection.Scalar(RetentionSql.HasOver, ("$device", number), ("$end", end)) is not null)
                return (number, (number, end));
        }

        return (devices.Count == 0 ? null : devices[^1].Number, null);
    }

    /// <summary>
    /// Through the journal: what waits in it is sorted in before, and a mark tells a replay to pass over it. Otherwise rows that were deleted would come
    /// back with the next start.
    /// </summary>
    private Removed Delete(SqliteConnection connection, long device, long end)
    {
        var journal = database.Memory.Journal;
        journal.SortIn(device);
        journal.Void(device);
        var free = (long)connection.Scalar(RetentionSql.FreeBytes)!;
        var readings = connection.Execute(RetentionSql.Delete, ("$device", device), ("$end", end), ("$count", RowsAtOnce));
        return new(readings, 0, (long)connection.Scalar(RetentionSql.FreeBytes)! - free);
    }
}
