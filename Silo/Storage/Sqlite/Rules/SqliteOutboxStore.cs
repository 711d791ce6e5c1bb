using OrleansIot.Grains.Rules.Outbox;

namespace OrleansIot.Silo.Storage.Sqlite.Rules;

internal sealed class SqliteOutboxStore(SqliteDatabase database) : IOutboxStore
{
    public Task<TakenEntry[]> ReadAsync(long device, long after, int limit, CancellationToken cancellation) => database.ReadAsync<TakenEntry[]>(
        connection =>
        [
            .. connection.Query(
                OutboxSql.Read,
                row => new TakenEntry(
                    new(row.GetInt64(0), row.GetInt64(1), row.GetString(3), row.GetFieldValue<byte[]>(4), row.IsDBNull(5) ? null : row.GetFieldValue<byte[]>(5)),
                    row.GetInt32(2)),
                ("$device", device), ("$after", after), ("$limit", limit)),
        ],
        cancellation);

    public Task CountAsync(OutboxKey entry, CancellationToken cancellation) => database.WriteAsync(
        connection => connection.Execute(OutboxSql.Count, ("$device", entry.Device), ("$seq", entry.Seq), ("$writer", entry.Writer)), cancellation);

    public Task RemoveAsync(IReadOnlyCollection<OutboxKey> entries, CancellationToken cancellation) => database.WriteAsync(
        _ =>
        {
            foreach (var entry in entries)
                database.Memory.Outbox.Remove(entry);
            return entries.Count;
        },
        cancellation);

    public Task<Guid[]> FindDevicesAsync(long before, int limit, CancellationToken cancellation) => database.ReadAsync<Guid[]>(
        connection => [.. connection.Query(OutboxSql.FindDevices, row => row.Id(0), ("$before", before), ("$limit", limit))], cancellation);
}
