using System.Globalization;

namespace OrleansIot.Silo.Storage.Postgres.Retention;

internal static class RetentionSql
{
    /// <summary>A partition that was detached by somebody who died before it was dropped.</summary>
    public const string Detached = """
        select c.relname::text from pg_class c join pg_class r on r.oid = to_regclass('reading') and r.relnamespace = c.relnamespace
        where c.relkind = 'r' and c.relname ~ '^reading_\d{8}$' and not exists (select from pg_inherits i where i.inhrelid = c.oid)
        order by c.relname limit 1
        """;

    /// <summary>Name of a table. Answers its bytes, with its index, and about how many rows it has.</summary>
    public const string Size = "select pg_total_relation_size(c.oid), greatest(c.reltuples, 0)::bigint from pg_class c where c.oid = to_regclass($1)";

    /// <summary>$1: a device. The last one of a few that follow it in the table of latest values; null: none does.</summary>
    public const string NextDevices = "select max(device) from (select device from latest where device > $1 order by device limit 3000) following";

    /// <summary>
    /// Devices above $1 up to $2: where the newest reading of a series is in the table, it becomes the latest value's own row, because the table is about to go.
    /// </summary>
    public static string KeepLatest(string table) => $"""
        update latest l
        set ts = n.ts, kind = n.kind, long_value = n.long_value, double_value = n.double_value, text_value = n.text_value
        from (
            select s.device, s.key, v.ts, v.kind, v.long_value, v.double_value, v.text_value
            from latest s cross join lateral (select * from {table} r where r.device = s.device and r.key = s.key order by r.ts desc limit 1) v
            where s.device > $1 and s.device <= $2
              and {Newer("s.device", "s.key", "v.ts")} is null) n
        where l.device = n.device and l.key = n.key and l.device > $1 and l.device <= $2 and (l.ts is null or l.ts <= n.ts) and {IsNotForgotten}
        """;

    /// <summary>The partition for older readings takes over the time of the one that goes.</summary>
    public static string Detach(Partition partition) => string.Create(CultureInfo.InvariantCulture, $"""
        alter table reading detach partition {PartitionSql.Older};
        alter table reading detach partition {partition.Table};
        alter table reading attach partition {PartitionSql.Older} for values from (minvalue) to ({partition.Until});
        """);

    public static string Drop(string table) => $"drop table {table}";

    /// <summary>$1: an instant, $2: most rows. Deletes rows before the instant that are older than all partitions.</summary>
    public static readonly string DeleteOlder = $"""
        with due as (
            select device, key, ts from {PartitionSql.Older} where ts < $1 limit $2),
        {DeleteDue}
        select count(*), coalesce(sum(bytes), 0)::bigint, null::bigint from gone
        """;

    /// <summary>
    /// $1, $2: profiles and the instants before which their readings are over. $3: a device. $4: most devices, $5: most rows. Deletes readings of devices that
    /// follow, and answers the last device that was looked at, or that may have more.
    /// </summary>
    public static readonly string DeleteOfDevices = $"""
        with looked_at as materialized (
            select d.number, p.until
            from device d left join unnest($1, $2) p (profile, until) on p.profile = d.profile_id
            where d.number > $3 order by d.number limit $4),
        due as materialized (
            select s.number as device, l.key, r.ts
            from looked_at s join latest l on l.device = s.number and l.device > $3
            cross join lateral (select ts from reading r where r.device = s.number and r.key = l.key and r.ts < s.until order by r.ts limit $5) r
            order by s.number limit $5),
        {DeleteDue}
        select (select count(*) from gone), (select coalesce(sum(bytes), 0) from gone)::bigint,
               case when (select count(*) from due) = $5 then (select max(device) - 1 from due) else (select max(number) from looked_at) end
        """;

    private static string DeleteDue => $"""
        gone as (
            delete from reading r using due where r.device = due.device and r.key = due.key and r.ts = due.ts
            returning r.device, r.key, r.ts, r.kind, r.long_value, r.double_value, r.text_value, pg_column_size(r.*) + {PerRow} as bytes),
        newest as (
            select distinct on (device, key) * from gone order by device, key, ts desc),
        kept as (
            update latest l
            set ts = n.ts, kind = n.kind, long_value = n.long_value, double_value = n.double_value, text_value = n.text_value
            from newest n
            where l.device = n.device and l.key = n.key and (l.ts is null or l.ts <= n.ts) and {IsNotForgotten}
              and {Newer("n.device", "n.key", "n.ts")} is null)
        """;

    private const string IsNotForgotten = "not exists (select from forgotten_latest f where f.device = l.device and f.key = l.key)";

    /// <summary>
    /// The instant of a newer reading, or null. A value and no condition, so that the planner goes down the index for each series and never reads all of the readings
    /// to compare with.
    /// </summary>
    private static string Newer(string device, string key, string ts) =>
        $"(select r.ts from reading r where r.device = {device} and r.key = {key} and r.ts > {ts} order by r.ts desc limit 1)";

    /// <summary>Bytes of a row beyond its own: its place in the page and in the index.</summary>
    private const string PerRow = "40";
}
