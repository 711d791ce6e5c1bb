namespace OrleansIot.Silo.Storage.Postgres;

internal static class AttributeSql
{
    /// <summary>
    /// $1 to $5: for each device the version the change builds on, the new one, the writer and the horizon. $6 to $14: rows to write. $15 to $18: rows to delete;
    /// those with a version only if they are tombstones up to it. The version of the device is its lock: only whose version moved are its rows touched.
    /// </summary>
    public const string Write = """
        with moved as (
            update device_state s
            set attributes_version = c.version, attributes_writer = c.writer, updates_horizon = greatest(s.updates_horizon, c.horizon)
            from unnest($1, $2, $3, $4, $5) c (device, base, version, writer, horizon)
            where s.device = c.device and s.attributes_version = c.base
            returning s.device),
        put as (
            insert into attribute (device, scope, key, kind, long_value, double_value, text_value, last_update_ts, version)
            select r.device, r.scope, r.key, r.kind, case when r.kind in (1, 2) then r.long_value end, case when r.kind = 3 then r.double_value end, r.text_value,
                   r.last_update_ts, r.version
            from unnest($6, $7, $8, $9, $10, $11, $12, $13, $14) r (device, scope, key, kind, long_value, double_value, text_value, last_update_ts, version)
            where coalesce(r.device in (select device from moved), false)
            on conflict (device, scope, key) do update
            set kind = excluded.kind, long_value = excluded.long_value, double_value = excluded.double_value, text_value = excluded.text_value,
                last_update_ts = excluded.last_update_ts, version = excluded.version)
        delete from attribute a using unnest($15, $16, $17, $18) g (device, scope, key, tombstone)
        where coalesce(g.device in (select device from moved), false) and a.device = g.device and a.scope = g.scope and a.key = g.key
          and (g.tombstone is null or (a.kind = 0 and a.version <= g.tombstone))
        """;

    /// <summary>
    /// $1 to $3: devices, versions, writers. Answers those whose device does not stand at that version or beyond it by the same writer: neither now
    /// nor before was the change applied. A statement of its own, because it must see what the one before it has waited for.
    /// </summary>
    public const string Unmatched = """
        select c.device
        from unnest($1, $2, $3) c (device, version, writer) left join device_state s on s.device = c.device
        where (s.attributes_version >= c.version and s.attributes_writer = c.writer) is not true
        """;

    /// <summary>Undoes the transaction when <see cref="Unmatched"/> answers anything.</summary>
    public const string RefuseUnmatched = $"select refuse_commit('{CommitSql.Unfit}') where exists ({Unmatched})";

    /// <summary>
    /// $1 to $3: devices, the first cursor where the device has never polled, and what it grows to otherwise (null: it does not). Answers what the cursors were.
    /// </summary>
    public const string MoveCursors = """
        with stored as materialized (
            select device, updates_cursor from device_state where device = any($1) order by device for update),
        moved as (
            update device_state s
            set updates_cursor = case when stored.updates_cursor is null then greatest(c.first, c.growth) else greatest(stored.updates_cursor, c.growth) end
            from stored join unnest($1, $2, $3) c (device, first, growth) on c.device = stored.device
            where s.device = stored.device)
        select device, updates_cursor from stored
        """;
}
