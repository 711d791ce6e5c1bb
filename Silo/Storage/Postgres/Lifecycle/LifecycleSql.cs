namespace OrleansIot.Silo.Storage.Postgres;

internal static class LifecycleSql
{
    /// <summary>$1 to $3: devices, owners (null: nobody), expected versions.</summary>
    public const string Give = """
        update device d set customer_id = c.owner, version = d.version + 1
        from unnest($1, $2, $3) c (device, owner, version)
        where d.number = c.device and d.version = c.version and (c.owner is null or exists (select from customer where id = c.owner))
        """;

    /// <summary>Undoes the transaction when a device has not come to the owner, neither now nor before.</summary>
    public const string RefuseUngiven = $"""
        select refuse_commit('{CommitSql.Unfit}') where exists (
            select from unnest($1, $2, $3) c (device, owner, version) left join device d on d.number = c.device
            where (d.version = c.version + 1 and d.customer_id is not distinct from c.owner) is not true)
        """;

    /// <summary>$1 to $4: devices, hashes, instants, attempts. Answers the devices that are there.</summary>
    public const string Claim = """
        insert into claim (device, secret_hash, expires_at, attempt)
        select c.* from unnest($1, $2, $3, $4) c (device, secret_hash, expires_at, attempt) where exists (select from device where number = c.device)
        on conflict (device) do update set secret_hash = excluded.secret_hash, expires_at = excluded.expires_at, attempt = excluded.attempt
        returning device
        """;

    public const string Provision = """
        insert into provision (device, attempt, provisioned_at)
        select p.* from unnest($1, $2, $3) p (device, attempt, provisioned_at) where exists (select from device where number = p.device)
        on conflict (device) do update set attempt = excluded.attempt, provisioned_at = excluded.provisioned_at
        """;

    public const string Announce = """
        insert into ota_device (device, type, package_id, state, state_ts)
        select a.* from unnest($1, $2, $3, $4, $5) a (device, type, package_id, state, state_ts) where exists (select from device where number = a.device)
        on conflict (device, type) do update set package_id = excluded.package_id, state = excluded.state, state_ts = excluded.state_ts
        """;

    public const string EndDue = "delete from ota_due where device = any($1)";

    public const string Report = """
        update ota_device o set state = r.state, state_ts = r.state_ts
        from unnest($1, $2, $3, $4, $5) r (device, type, package_id, state, state_ts)
        where o.device = r.device and o.type = r.type and o.package_id = r.package_id and o.state_ts <= r.state_ts
        """;
}
