using System.Text.Json;
using Microsoft.Data.Sqlite;
using OrleansIot.Grains.Rpc;
using OrleansIot.Rpc;
using OrleansIot.Values;

namespace OrleansIot.Silo.Storage.Sqlite;

internal sealed class SqliteCommandStore(SqliteDatabase database) : ICommandStore
{
    public Task<Guid?> FindDeviceAsync(Guid command, CancellationToken cancellation) => database.ReadAsync(
        connection => connection.Scalar(CommandSql.DeviceOf, ("$uuid", command.Text())) is string id ? Guid.Parse(id) : (Guid?)null, cancellation);

    public Task<StoredCommand?> FindAsync(long device, Guid command, CancellationToken cancellation) => database.ReadAsync(
        connection => connection.Query(CommandSql.ByUuid, CommandMapping.Command, ("$device", device), ("$uuid", command.Text())).First(), cancellation);

    public async Task<Answer<Page<StoredCommand>>> ListAsync(long device, CommandQuery query, int[] sent, long now, CancellationToken cancellation)
    {
        if (CommandSort.Column(query.Page.SortProperty) is not { } column)
            return CommandSort.Unknown(query.Page.SortProperty);
        return await database.ReadAsync(connection => List(connection, device, query, sent, now, column), cancellation).ConfigureAwait(false);
    }

    public Task<(Guid Device, Guid Profile)[]> FindDueAsync(long before, int max, CancellationToken cancellation) => database.ReadAsync(
        connection => connection.Query(CommandSql.FindDue, row => (Guid.Parse(row.GetString(0)), Guid.Parse(row.GetString(1))), ("$before", before), ("$max", max)).ToArray(),
        cancellation);

    public Task<int> ExpireAsync(long before, int max, CancellationToken cancellation) =>
        database.WriteAsync(connection => connection.Execute(CommandSql.Expire, ("$before", before), ("$max", max)), cancellation);

    public Task<int> PruneAsync(long expiredBefore, long? createdBefore, int max, CancellationToken cancellation) => database.WriteAsync(
        connection =>
        {
            var pruned = connection.Execute(CommandSql.PruneUntaken, ("$before", expiredBefore), ("$max", max));
            return createdBefore is { } before ? pruned + connection.Execute(CommandSql.PruneRecords, ("$before", before), ("$max", max)) : pruned;
        },
        cancellation);

    private static Page<StoredCommand> List(SqliteConnection connection, long device, CommandQuery query, int[] sent, long now, string column)
    {
        var page = query.Page;
        var direction = page.Descending ? "desc" : "asc";
        var where = "from rpc where device = $device and persistent = 1";
        if (query.Status is not null)
            where += $" and {CommandSql.WithStatus}";
        (string, object?)[] parameters =
        [
            ("$device", device),
            ("$status", (int?)query.Status),
            ("$now", now),
            ("$sent", JsonSerializer.Serialize(sent)),
            ("$limit", page.PageSize),
            ("$offset", (long)page.PageNumber * page.PageSize),
        ];

        using var snapshot = connection.BeginTransaction(deferred: true);
        var total = (long)connection.Scalar($"select count(*) {where}", parameters)!;
        var rows = connection.Query(
            $"select {CommandSql.Columns} {where} order by {column} {direction}, id {direction} limit $limit offset $offset", CommandMapping.Command, parameters);
        return new(rows, total, page.PageSize, page.PageNumber);
    }
}
