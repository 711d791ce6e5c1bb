using Npgsql;
using OrleansIot.Devices;
using OrleansIot.Values;

namespace OrleansIot.Silo.Storage.Postgres;

internal sealed partial class PostgresDeviceStore
{
    /// <summary>
    /// The matches of a text search are counted up to this many beyond the page, because counting them all costs as much as reading them all.
    /// A total without a search is exact.
    /// </summary>
    internal const int CountAhead = 10_000;

    public async Task<Answer<Page<DeviceInfo>>> ListAsync(DeviceQuery query, CancellationToken cancellation)
    {
        if (DeviceSort.Of(query.Page.SortProperty) is not { } sort)
            return DeviceRefusals.UnknownSort(query.Page.SortProperty!);
        if (query.Type?.IsStorable() is false || query.Page.TextSearch?.IsStorable() is false)
            return new Page<DeviceInfo>([], 0, query.Page.PageSize, query.Page.PageNumber);
        return await database.SnapshotAsync(connection => ListAsync(connection, query, sort, cancellation), cancellation).ConfigureAwait(false);
    }

    private static async Task<Page<DeviceInfo>> ListAsync(NpgsqlConnection connection, DeviceQuery query, DeviceSort sort, CancellationToken cancellation)
    {
        var (size, offset) = ((long)query.Page.PageSize, (long)query.Page.PageSize * query.Page.PageNumber);
        var isSearch = !string.IsNullOrEmpty(query.Page.TextSearch);
        var total = isSearch
            ? await MatchesAsync(connection, query, offset + size + CountAhead, cancellation).ConfigureAwait(false)
            : await TotalAsync(connection, query, cancellation).ConfigureAwait(false);
        var count = Math.Min(size, total - offset);
        if (count <= 0)
            return new([], total, query.Page.PageSize, query.Page.PageNumber);

        // A page of the second half is nearer to the end.
        var fromEnd = !isSearch && offset > total / 2;
        var conditions = Filter(query);
        var sql = DeviceListSql.Page(
            conditions.Where, sort, query.Page.Descending != fromEnd, conditions.Parameter(count), conditions.Parameter(fromEnd ? total - offset - count : offset));
        var devices = await connection.QueryAsync(sql, DeviceMapping.Info, cancellation, conditions.Parameters).ConfigureAwait(false);
        if (fromEnd)
            devices.Reverse();
        return new(devices, total, query.Page.PageSize, query.Page.PageNumber);
    }

    private static async Task<long> TotalAsync(NpgsqlConnection connection, DeviceQuery query, CancellationToken cancellation)
    {
        var conditions = Filter(query);
        return (long)(await connection.ScalarAsync(DeviceListSql.Total(conditions.Where), cancellation, conditions.Parameters).ConfigureAwait(false))!;
    }

    private static async Task<long> MatchesAsync(NpgsqlConnection connection, DeviceQuery query, long bound, CancellationToken cancellation)
    {
        var conditions = Filter(query);
        var sql = DeviceListSql.Matches(conditions.Where, conditions.Parameter(bound));
        return (long)(await connection.ScalarAsync(sql, cancellation, conditions.Parameters).ConfigureAwait(false))!;
    }

    private static Conditions Filter(DeviceQuery query) => new Conditions()
        .AddIfSet(DeviceListSql.OfCustomer, query.CustomerId)
        .AddIfSet(DeviceListSql.OfProfile, query.ProfileId)
        .AddIfSet(DeviceListSql.OfType, query.Type)
        .AddIfSet(DeviceListSql.WithText, string.IsNullOrEmpty(query.Page.TextSearch) ? null : Pattern(query.Page.TextSearch));

    /// <summary>Finds the text anywhere in name or label.</summary>
    private static string Pattern(string text) => $"%{text.Folded().Replace(@"\", @"\\").Replace("%", @"\%").Replace("_", @"\_")}%";
}
