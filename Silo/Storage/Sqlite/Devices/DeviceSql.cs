namespace OrleansIot.Silo.Storage.Sqlite;

internal static class DeviceSql
{
    public const string Tables = """
        from device d join device_profile p on p.id = d.profile_id left join customer c on c.id = d.customer_id
        """;

    public const string InfoColumns = """
        d.id, d.created_time, d.name, d.label, d.profile_id, d.customer_id, d.additional_info, d.version, p.name, c.title,
        d.firmware_id, d.software_id
        """;

    public const string CredentialsColumns = "d.credentials_uuid, d.credentials_type, d.credentials_id, d.credentials_value, d.credentials_version";

    public const string Record = $"select {InfoColumns}, {CredentialsColumns}, d.number {Tables} where d.id = $id";
    public const string InfoByName = $"select {InfoColumns} {Tables} where d.name = $name";

    public const string Number = "select number from device where id = $id";

    public const string Attributes = "select scope, key, kind, value, last_update_ts, version from attribute where device = $device and kind <> 0";
    public const string Tombstones = "select scope, key, last_update_ts, version from attribute where device = $device and kind = 0";
    public const string State = "select attributes_version, updates_cursor, updates_horizon, last_rpc from device_state where device = $device";

    public const string Claim = "select secret_hash, expires_at, attempt from claim where device = $device";
    public const string ProvisionAttempt = "select attempt from provision where device = $device";

    public const string Insert = """
        insert into device (id, created_time, name, label, profile_id, customer_id, additional_info, firmware_id, software_id,
                            credentials_uuid, credentials_type, credentials_id, credentials_value)
        values ($id, $created_time, $name, $label, $profile_id, $customer_id, $additional_info, $firmware_id, $software_id,
                $credentials_uuid, $credentials_type, $credentials_id, $credentials_value)
        """;

    public const string InsertState = "insert into device_state (device) values ($device)";

    public const string Update = """
        update device
        set name = $name, label = $label, profile_id = $profile_id, customer_id = $customer_id, additional_info = $additional_info,
            firmware_id = $firmware_id, software_id = $software_id, version = version + 1
        where id = $id and version = $expected
        """;

    /// <summary>Before an update that may change what the device is to run.</summary>
    public const string MakeDue = """
        insert into ota_due (device, since)
        select number, cast(unixepoch('subsec') * 1000 as integer) from device
        where id = $id and version = $expected and (profile_id <> $profile_id or firmware_id is not $firmware_id or software_id is not $software_id)
        on conflict do nothing
        """;

    public const string UpdateCredentials = """
        update device
        set credentials_type = $credentials_type, credentials_id = $credentials_id, credentials_value = $credentials_value,
            credentials_version = credentials_version + 1
        where id = $id and credentials_version = $expected
        """;

    public const string Delete = """
        delete from attribute where device = $device;
        delete from latest where device = $device;
        delete from reading where device = $device;
        delete from rpc where device = $device;
        delete from device_state where device = $device;
        delete from claim where device = $device;
        delete from provision where device = $device;
        delete from ota_device where device = $device;
        delete from ota_due where device = $device;
        delete from ota_roll_out_device where device = $device;
        delete from rule_outbox where device = $device;
        delete from device where number = $device;
        """;

    public const string ProfileExists = "select 1 from device_profile where id = $id";

    public const string Resolve = """
        select d.credentials_id, d.id, d.credentials_version
        from json_each($tokens) asked join device d on d.credentials_id = asked.value
        where d.credentials_type = 1
        """;

    public const string OfCustomer = "d.customer_id = $customer_id";
    public const string OfProfile = "d.profile_id = $profile_id";
    public const string OfType = "p.name = $type";
    public const string WithText = "(instr(fold(d.name), $text) > 0 or instr(fold(d.label), $text) > 0)";

    /// <summary>The column behind a sort property; null: no such property.</summary>
    public static string? SortColumn(string? property) => property switch
    {
        null or "createdTime" => "d.created_time",
        "name" => "d.name",
        "type" => "p.name",
        "label" => "d.label",
        "customerTitle" => "c.title",
        _ => null,
    };
}
