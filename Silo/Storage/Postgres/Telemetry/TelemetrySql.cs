namespace OrleansIot.Silo.Storage.Postgres;

internal static class TelemetrySql
{
    public const string LockKeys = "select pg_advisory_xact_lock($1)";
    public const string FindKeys = "select name, id from key_name where name = any($1)";
    public const string LastKey = "select coalesce(max(id), 0) from key_name";
    public const string AddKeys = "insert into key_name (id, name) select * from unnest($1, $2)";

    /// <summary>
    /// $1: the devices. Then the rows, in the order of the primary key. Answers the devices that are gone, and those that have a forgotten latest value.
    /// Each device is looked up by its number: "= any" would compare every device of a small table with every one that is asked for.
    /// </summary>
    public const string PutReadings = """
        with gone as materialized (
            select asked.device from unnest($1) asked (device) where not exists (select from device where number = asked.device)),
        put as (
            insert into reading (device, key, ts, kind, long_value, double_value, text_value)
            select r.device, r.key, r.ts, r.kind, case when r.kind in (1, 2) then r.long_value end, case when r.kind = 3 then r.double_value end, r.text_value
            from unnest($2, $3, $4, $5, $6, $7, $8) r (device, key, ts, kind, long_value, double_value, text_value)
            where r.device not in (select device from gone)
            on conflict (device, key, ts) do update
            set kind = excluded.kind, long_value = excluded.long_value, double_value = excluded.double_value, text_value = excluded.text_value)
        select device, false from gone
        union all
        select asked.device, true from unnest($1) asked (device) where exists (select from forgotten_latest where device = asked.device)
        """;

    public const string AddSeries = """
        insert into latest (device, key)
        select s.device, s.key from unnest($1, $2) s (device, key) where exists (select from device where number = s.device)
        on conflict (device, key) do nothing
        """;
}
