namespace OrleansIot.Silo.Storage.Sqlite;

internal static class TelemetrySql
{
    // The primary key is the only index: REPLACE overwrites the row in place without looking for it first.
    public const string PutReading = "insert or replace into reading (device, key, ts, kind, value) values (?1, ?2, ?3, ?4, ?5)";

    public const string MoveLatest = """
        insert into latest (device, key, ts, kind, value) values (?1, ?2, ?3, ?4, ?5)
        on conflict (device, key) do update set ts = excluded.ts, kind = excluded.kind, value = excluded.value where excluded.ts >= ts
        """;

    public const string AppendJournal = "insert into journal (seq, data) values (?1, ?2)";
    public const string ReadJournal = "select seq, data from journal order by seq";
    public const string TrimJournal = "delete from journal where seq <= ?1";

    public const string AddKey = "insert into key_name (id, name) values (?1, ?2)";
    public const string AllKeys = "select id, name from key_name";

    public const string LatestOfAll = """
        select k.name, l.ts, l.kind, l.value from latest l join key_name k on k.id = l.key where l.device = $device
        """;

    public const string LatestOfSome = """
        select k.name, l.ts, l.kind, l.value
        from json_each($keys) asked join key_name k on k.name = asked.value join latest l on l.device = $device and l.key = k.id
        """;

    public const string KeysOfDevice = "select k.name from latest l join key_name k on k.id = l.key where l.device = $device";
    public const string FindKey = "select id from key_name where name = $name";

    public const string Range = "from reading where device = $device and key = $key and ts >= $start and ts < $end";
    public const string RowsUp = $"select ts, kind, value {Range} order by ts limit $limit";
    public const string RowsDown = $"select ts, kind, value {Range} order by ts desc limit $limit";

    /// <summary>
    /// Number of the bucket, so that bucket b begins at b * $width + $shift, where $shift is the start modulo the width. Written without
    /// ts - start, which leaves the 64 bits: the quotient is rounded down by hand, because / rounds towards zero.
    /// </summary>
    public const string Bucket = "ts / $width - (ts % $width < 0) - ((ts % $width + (ts % $width < 0) * $width) < $shift)";

    public const string CountColumns = "count(*)";

    /// <summary>The sum of the integers in two halves, because sum() fails where the whole leaves the 64 bits.</summary>
    public const string SumColumns = """
        count(*) filter (where kind = 2), sum(value >> 32) filter (where kind = 2), sum(value & 4294967295) filter (where kind = 2),
        count(*) filter (where kind = 3), sum(value) filter (where kind = 3)
        """;

    public const string MinColumns = """
        count(*) filter (where kind = 3), min(value) filter (where kind in (2, 3)), min(value) filter (where kind = 4)
        """;

    public const string MaxColumns = """
        count(*) filter (where kind = 3), max(value) filter (where kind in (2, 3)), max(value) filter (where kind = 4)
        """;

    public const string DeleteKey = "delete from reading where device = $device and key = $key";
    public const string DeleteRange = $"delete {Range}";
    public const string LatestTs = "select ts from latest where device = $device and key = $key";
    public const string DeleteLatest = "delete from latest where device = $device and key = $key";

    public const string RewriteLatest = """
        insert into latest (device, key, ts, kind, value)
        select device, key, ts, kind, value from reading where device = $device and key = $key order by ts desc limit 1
        """;
}
