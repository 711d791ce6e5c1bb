namespace OrleansIot.Silo.Storage.Sqlite;

internal static class AttributeSql
{
    public const string Put = """
        insert into attribute (device, scope, key, kind, value, last_update_ts, version) values (?1, ?2, ?3, ?4, ?5, ?6, ?7)
        on conflict (device, scope, key) do update
        set kind = excluded.kind, value = excluded.value, last_update_ts = excluded.last_update_ts, version = excluded.version
        """;

    public const string Delete = "delete from attribute where device = ?1 and scope = ?2 and key = ?3";
    public const string Forget = $"{Delete} and kind = 0 and version <= ?4";

    public const string GetVersion = "select attributes_version, attributes_writer from device_state where device = ?1";

    public const string MoveVersion = """
        update device_state set attributes_version = ?2, attributes_writer = ?3, updates_horizon = max(updates_horizon, ?4) where device = ?1
        """;

    public const string GetCursor = "select coalesce(updates_cursor, -1) from device_state where device = ?1";
    public const string MoveCursor = "update device_state set updates_cursor = ?2 where device = ?1";
}
