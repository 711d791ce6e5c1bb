namespace OrleansIot.Silo.Storage.Sqlite;

internal static class AttributeSql
{
    public const string Get = "select version, kind, value, last_update_ts from attribute where device = ?1 and scope = ?2 and key = ?3";

    public const string Put = """
        insert into attribute (device, scope, key, kind, value, last_update_ts, version) values (?1, ?2, ?3, ?4, ?5, ?6, ?7)
        on conflict (device, scope, key) do update
        set kind = excluded.kind, value = excluded.value, last_update_ts = excluded.last_update_ts, version = excluded.version
        where excluded.version > version
        """;

    public const string Delete = "delete from attribute where device = ?1 and scope = ?2 and key = ?3";
}
