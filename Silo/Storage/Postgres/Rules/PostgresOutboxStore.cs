using Npgsql;
using OrleansIot.Grains.Rules.Outbox;

namespace OrleansIot.Silo.Storage.Postgres.Rules;

internal sealed class PostgresOutboxStore(NpgsqlDataSource database) : IOutboxStore
{
    public async Task<TakenEntry[]> ReadAsync(long device, long after, int limit, CancellationToken cancellation) =>
    [
        .. await database.QueryAsync(
            OutboxSql.Read,
            row => new TakenEntry(
                new(row.GetInt64(0), row.GetInt64(1), row.GetString(3), row.GetFieldValue<byte[]>(4), row.IsDBNull(5) ? null : row.GetFieldValue<byte[]>(5)), row.GetInt32(2)),
            cancellation, device, after, limit).ConfigureAwait(false),
    ];

    public Task CountAsync(OutboxKey entry, CancellationToken cancellation) =>
        database.ExecuteAsync(OutboxSql.Count, cancellation, entry.Device, entry.Seq, entry.Writer);

    public Task RemoveAsync(IReadOnlyCollection<OutboxKey> entries, CancellationToken cancellation) => database.ExecuteAsync(
        OutboxSql.Remove, cancellation, entries.Select(e => e.Device).ToArray(), entries.Select(e => e.Seq).ToArray(), entries.Select(e => e.Writer).ToArray());

    public async Task<Guid[]> FindDevicesAsync(long before, int limit, CancellationToken cancellation) =>
        [.. await database.QueryAsync(OutboxSql.FindDevices, row => row.GetGuid(0), cancellation, before, limit).ConfigureAwait(false)];
}
