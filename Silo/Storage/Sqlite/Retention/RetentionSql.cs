namespace OrleansIot.Silo.Storage.Sqlite.Retention;

internal static class RetentionSql
{
    public const string Devices = "select number, profile_id from device where number > $after order by number limit $count";

    public const string HasOver = $"{Keys} select 1 from keys where exists (select 1 from reading r where {IsOver}) limit 1";

    public const string Delete = $"""
        delete from reading where device = $device and (key, ts) in (
            {Keys} select r.key, r.ts from keys join reading r on {IsOver} limit $count)
        """;

    /// <summary>Bytes of the file that hold nothing any more and are used again first.</summary>
    public const string FreeBytes = "select (select freelist_count from pragma_freelist_count) * (select page_size from pragma_page_size)";

    /// <summary>The keys of a device's readings, each found from the one before, so that the readings between them are passed over.</summary>
    private const string Keys = """
        with recursive keys (key) as (
            select min(key) from reading where device = $device
            union all
            select (select min(key) from reading where device = $device and key > keys.key) from keys where keys.key is not null)
        """;

    private const string IsOver = "r.device = $device and r.key = keys.key and r.ts < $end";
}
