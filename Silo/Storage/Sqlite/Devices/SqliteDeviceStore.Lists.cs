using Microsoft.Data.Sqlite;
using OrleansIot.Devices;
using OrleansIot.Values;

namespace OrleansIot.Silo.Storage.Sqlite;

internal sealed partial class SqliteDeviceStore
{
    public Task<DeviceInfo?> FindByNameAsync(string name, CancellationToken cancellation) => database.ReadAsync(
        connection => connection.Query(DeviceSql.InfoByName, DeviceMapping.Info, ("$name", name)).SingleOrDefault(), cancellation);

    public async Task<Answer<Page<DeviceInfo>>> ListAsync(DeviceQuery query, CancellationToken cancellation)
    {
        if (DeviceSql.SortColumn(query.Page.SortProperty) is not { } column)
            return DeviceRefusals.UnknownSort(query.Page.SortProperty!);
        return await database.ReadAsync(connection => List(connection, query, column), cancellation).ConfigureAwait(false);
    }

    private static Page<DeviceInfo> List(SqliteConnection connection, DeviceQuery query, string column)
    {
        var page = query.Page;
        var direction = page.Descending ? "desc" : "asc";
        var from = $"{DeviceSql.Tables} {Where(query)}";
        (string, object?)[] parameters =
        [
            ("$customer_id", query.CustomerId?.ToString()),
            ("$profile_id", query.ProfileId?.ToString()),
            ("$type", query.Type),
            ("$text", page.TextSearch?.ToLowerInvariant()),
            ("$limit", page.PageSize),
            ("$offset", (long)page.PageNumber * page.PageSize),
        ];

        using var snapshot = connection.BeginTransaction(deferred: true);
        var total = (long)connection.Scalar($"select count(*) {from}", parameters)!;
        var devices = connection.Query(
            $"select {DeviceSql.InfoColumns} {from} order by {column} {direction}, d.number {direction} limit $limit offset $offset",
            DeviceMapping.Info,
            parameters);
        return new(devices, total, page.PageSize, page.PageNumber);
    }

    private static string Where(DeviceQuery query)
    {
        var conditions = new List<string>();
        if (query.CustomerId is not null)
            conditions.Add(DeviceSql.OfCustomer);
        if (query.ProfileId is not null)
            conditions.Add(DeviceSql.OfProfile);
        if (query.Type is not null)
            conditions.Add(DeviceSql.OfType);
        if (!string.IsNullOrEmpty(query.Page.TextSearch))
            conditions.Add(DeviceSql.WithText);
        return conditions.Count == 0 ? "" : $"where {string.Join(" and ", conditions)}";
    }
}
