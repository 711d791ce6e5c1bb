namespace OrleansIot.Silo.Storage.Postgres.Provisioning;

internal static class ProvisioningSql
{
    public const string FindProfiles = "select provision_key, id, provision_type, provision_secret, reprovision from device_profile where provision_key = any($1)";

    public const string FindDevices = "select name, id from device where name = any($1)";

    /// <summary>
    /// $1 to $15: devices, in the order that decides between two of the same name; names are taken in their own order, as everybody does. $16 to $24: their attributes, by the device's id. Answers the ids of those that were made;
    /// the others were in somebody's way, or what they refer to is not there.
    /// </summary>
    public const string Insert = """
        with made as (
            insert into device (
                id, created_time, name, label, folded, profile_id, customer_id, additional_info, firmware_id, software_id,
                credentials_uuid, credentials_type, credentials_id, credentials_value)
            select n.id, n.created_time, n.name, n.label, n.folded, n.profile_id, n.customer_id, n.additional_info, n.firmware_id, n.software_id,
                   n.credentials_uuid, n.credentials_type, n.credentials_id, n.credentials_value
            from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) with ordinality
                n (id, created_time, name, label, folded, profile_id, customer_id, additional_info, firmware_id, software_id,
                   credentials_uuid, credentials_type, credentials_id, credentials_value, place)
            where exists (select from device_profile where id = n.profile_id) and (n.customer_id is null or exists (select from customer where id = n.customer_id))
            order by n.name, n.place
            on conflict do nothing
            returning number, id),
        state as (
            insert into device_state (device, attributes_version)
            select m.number, n.attributes from made m join unnest($1, $15) n (id, attributes) on n.id = m.id),
        attributes as (
            insert into attribute (device, scope, key, kind, long_value, double_value, text_value, last_update_ts, version)
            select m.number, r.scope, r.key, r.kind, case when r.kind in (1, 2) then r.long_value end, case when r.kind = 3 then r.double_value end, r.text_value,
                   r.last_update_ts, r.version
            from unnest($16, $17, $18, $19, $20, $21, $22, $23, $24) r (id, scope, key, kind, long_value, double_value, text_value, last_update_ts, version)
                join made m on m.id = r.id)
        select id from made
        """;

    public const string Records = $"select {DeviceSql.RecordColumns} from device d {DeviceSql.Joins} where d.id = any($1)";

    /// <summary>Why a device was not made: whether its name and its credentials are taken, and whether its profile is there.</summary>
    public const string WhyNot = """
        select n.place::integer, exists (select from device where name = n.name), exists (select from device where credentials_id = n.credentials_id),
               exists (select from device_profile where id = n.profile_id)
        from unnest($1, $2, $3) with ordinality n (name, credentials_id, profile_id, place)
        """;

    public const string LockImport = "select line from device_import where id = $1 for update";

    public const string Progress = """
        insert into device_import (id, started_time, updated_time, line, created, failed) values ($1, $2, $2, $3, $4, $5)
        on conflict (id) do update
        set updated_time = excluded.updated_time, line = greatest(device_import.line, excluded.line), created = device_import.created + excluded.created,
            failed = device_import.failed + excluded.failed
        """;

    public const string LoadImport = "select id, started_time, updated_time, line, created, failed from device_import where id = $1";
}
