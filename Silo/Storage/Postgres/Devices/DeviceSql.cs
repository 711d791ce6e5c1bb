namespace OrleansIot.Silo.Storage.Postgres;

internal static class DeviceSql
{
    public const string InfoColumns = """
        d.id, d.created_time, d.name, d.label, d.profile_id, d.customer_id, d.additional_info, d.version, p.name, c.title,
        d.firmware_id, d.software_id
        """;

    public const string RecordColumns = $"""
        {InfoColumns}, d.credentials_uuid, d.credentials_type, d.credentials_id, d.credentials_value, d.credentials_version, d.number
        """;

    public const string Record = $"select {RecordColumns} from device d {Joins} where d.id = $1";
    public const string State = "select attributes_version, updates_cursor, updates_horizon, last_rpc from device_state where device = $1";
    public const string InfoByName = $"select {InfoColumns} from device d {Joins} where d.name = $1";

    /// <summary>All that a grain needs to start, of one instant. What there are many of comes as arrays, null for none.</summary>
    public const string Load = $"""
        select {RecordColumns}, s.attributes_version, s.updates_cursor, s.updates_horizon, s.last_rpc,
               o.secret_hash, coalesce(o.expires_at, 0), o.attempt, v.attempt,
               t.names, a.scopes, a.keys, a.kinds, a.longs, a.doubles, a.texts, a.instants, a.versions, exists (select from rule_outbox w where w.device = d.number),
               {CommandSql.HeldArrays}
        from device d {Joins} join device_state s on s.device = d.number
            left join claim o on o.device = d.number left join provision v on v.device = d.number
        cross join lateral (
            select array_agg(k.name) as names from latest l join key_name k on k.id = l.key
            where l.device = d.number
              and not (l.ts is null and exists (select from forgotten_latest f where f.device = l.device and f.key = l.key))) t
        cross join lateral (
            select array_agg(scope) as scopes, array_agg(key) as keys, array_agg(kind) as kinds, array_agg(long_value) as longs,
                   array_agg(double_value) as doubles, array_agg(text_value) as texts, array_agg(last_update_ts) as instants, array_agg(version) as versions
            from attribute where device = d.number) a
        cross join lateral ({CommandSql.Held}) r
        where d.id = $1
        """;

    public const string Insert = $"""
        with made as (
            insert into device (
                id, created_time, name, label, folded, profile_id, customer_id, additional_info, firmware_id, software_id,
                credentials_uuid, credentials_type, credentials_id, credentials_value)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
            returning *),
        state as (
            insert into device_state (device) select number from made)
        select {RecordColumns} from made d {Joins}
        """;

    /// <summary>A device that may have to run something else than before waits to be told.</summary>
    public const string Update = $"""
        with before as (
            select number, profile_id, firmware_id, software_id from device where id = $1),
        changed as (
            update device
            set name = $3, label = $4, folded = $5, profile_id = $6, customer_id = $7, additional_info = $8, firmware_id = $9, software_id = $10,
                version = version + 1
            where id = $1 and version = $2
            returning *),
        due as (
            insert into ota_due (device)
            select c.number from changed c join before b on b.number = c.number
            where (b.profile_id, b.firmware_id, b.software_id) is distinct from (c.profile_id, c.firmware_id, c.software_id)
            on conflict do nothing)
        select {RecordColumns} from changed d {Joins}
        """;

    public const string UpdateCredentials = $"""
        with changed as (
            update device
            set credentials_type = $3, credentials_id = $4, credentials_value = $5, credentials_version = credentials_version + 1
            where id = $1 and credentials_version = $2
            returning *)
        select {RecordColumns} from changed d {Joins}
        """;

    /// <summary>From here on no commit matches the device any more; its rows go afterwards.</summary>
    public const string Delete = """
        with gone as (
            delete from device where id = $1 returning number),
        state as (
            delete from device_state s using gone where s.device = gone.number),
        noted as (
            insert into deleted_device (number) select number from gone)
        select number from gone
        """;

    public const string Resolve = """
        select credentials_id, id, credentials_version from device where credentials_id = any($1) and credentials_type = 1
        """;

    public const string Joins = "join device_profile p on p.id = d.profile_id left join customer c on c.id = d.customer_id";
}
