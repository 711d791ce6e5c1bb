using Npgsql;
using OrleansIot.Grains.Rpc;
using OrleansIot.Rpc;
using OrleansIot.Values;

namespace OrleansIot.Silo.Storage.Postgres;

internal sealed class PostgresCommandStore(NpgsqlDataSource database) : ICommandStore
{
    public async Task<Guid?> FindDeviceAsync(Guid command, CancellationToken cancellation) =>
        await database.ScalarAsync(CommandSql.DeviceOf, cancellation, command).ConfigureAwait(false) is Guid id ? id : null;

    public async Task<StoredCommand?> FindAsync(long device, Guid command, CancellationToken cancellation) =>
        (await database.QueryAsync(CommandSql.ByUuid, CommandMapping.Command, cancellation, device, command).ConfigureAwait(false)).First();

    public async Task<Answer<Page<StoredCommand>>> ListAsync(long device, CommandQuery query, int[] sent, long now, CancellationToken cancellation)
    {
        if (CommandSort.Column(query.Page.SortProperty) is not { } column)
            return CommandSort.Unknown(query.Page.SortProperty);
        var page = query.Page;
        var direction = page.Descending ? "desc" : "asc";
        object?[] parameters = [device, (short?)query.Status, now, sent];
        return await database.SnapshotAsync(
            async connection =>
            {
                var total = (long)(await connection.ScalarAsync($"select count(*) {CommandSql.Records}", cancellation, parameters).ConfigureAwait(false))!;
                var rows = await connection.QueryAsync(
                    $"select {CommandSql.Columns} {CommandSql.Records} order by {column} {direction}, id {direction} limit $5 offset $6",
                    CommandMapping.Command,
                    cancellation,
                    [.. parameters, page.PageSize, (long)page.PageNumber * page.PageSize]).ConfigureAwait(false);
                return new Page<StoredCommand>(rows, total, page.PageSize, page.PageNumber);
            },
            cancellation).ConfigureAwait(false);
    }

    public async Task<(Guid Device, Guid Profile)[]> FindDueAsync(long before, int max, CancellationToken cancellation) =>
        [.. await database.QueryAsync(CommandSql.FindDue, row => (row.GetGuid(0), row.GetGuid(1)), cancellation, before, max).ConfigureAwait(false)];

    public Task<int> ExpireAsync(long before, int max, CancellationToken cancellation) => database.ExecuteAsync(CommandSql.Expire, cancellation, before, max);

    public async Task<int> PruneAsync(long expiredBefore, long? createdBefore, int max, CancellationToken cancellation)
    {
        var pruned = await database.ExecuteAsync(CommandSql.PruneUntaken, cancellation, expiredBefore, max).ConfigureAwait(false);
        return createdBefore is { } before ? pruned + await database.ExecuteAsync(CommandSql.PruneRecords, cancellation, before, max).ConfigureAwait(false) : pruned;
    }
}
