namespace OrleansIot.Silo.Storage.Sqlite;

internal static class LifecycleSql
{
    public const string Give = """
        update device set customer_id = ?2, version = version + 1
        where number = ?1 and version = ?3 and (?2 is null or exists (select 1 from customer where id = ?2))
        """;

    public const string IsGiven = "select 1 from device where number = ?1 and version = ?3 + 1 and customer_id is ?2";

    public const string Claim = """
        insert into claim (device, secret_hash, expires_at, attempt) values (?1, ?2, ?3, ?4)
        on conflict (device) do update set secret_hash = excluded.secret_hash, expires_at = excluded.expires_at, attempt = excluded.attempt
        """;

    public const string Provision = """
        insert into provision (device, attempt, provisioned_at) values (?1, ?2, ?3)
        on conflict (device) do update set attempt = excluded.attempt, provisioned_at = excluded.provisioned_at
        """;

    public const string Announce = """
        insert into ota_device (device, type, package_id, state, state_ts) values (?1, ?2, ?3, ?4, ?5)
        on conflict (device, type) do update set package_id = excluded.package_id, state = excluded.state, state_ts = excluded.state_ts
        """;

    public const string EndDue = "delete from ota_due where device = ?1";

    public const string Report = "update ota_device set state = ?4, state_ts = ?5 where device = ?1 and type = ?2 and package_id = ?3 and state_ts <= ?5";
}
