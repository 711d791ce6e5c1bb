namespace OrleansIot.Silo.Storage.Postgres;

internal static class DeviceListSql
{
    public const string OfCustomer = "d.customer_id = {0}";
    public const string OfProfile = "d.profile_id = {0}";
    public const string OfType = "d.profile_id = (select id from device_profile where name = {0})";
    public const string WithText = "d.folded like {0}";

    /// <summary>All devices that the conditions let through, from the counts that the database keeps.</summary>
    public static string Total(string where) => $"select coalesce(sum(devices), 0)::bigint from device_count d where {where}";

    /// <summary>The number of matches of a search, but no more than a bound.</summary>
    public static string Matches(string where, string bound) => $"select count(*) from (select from device d where {where} limit {bound}) found";

    /// <summary>The numbers of one page come from an index alone where there is one for the order; only their rows are read.</summary>
    public static string Page(string where, DeviceSort sort, bool descending, string limit, string offset) => $"""
        with page as materialized (
            select d.number, {sort.Column} as by from device d {sort.Join} where {where}
            order by {sort.Column} {sort.Direction(descending)}, d.number {(descending ? "desc" : "asc")} limit {limit} offset {offset})
        select {DeviceSql.InfoColumns}
        from page join device d on d.number = page.number {DeviceSql.Joins}
        order by page.by {sort.Direction(descending)}, d.number {(descending ? "desc" : "asc")}
        """;
}
