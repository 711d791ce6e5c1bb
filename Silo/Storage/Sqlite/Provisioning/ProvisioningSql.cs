namespace OrleansIot.Silo.Storage.Sqlite.Provisioning;

internal static class ProvisioningSql
{
    public const string FindProfiles = """
        select asked.key, p.id, p.provision_type, p.provision_secret, p.reprovision
        from json_each(@keys) asked join device_profile p on p.provision_key = asked.value
        """;

    public const string FindDevices = "select asked.key, d.id from json_each(@names) asked join device d on d.name = asked.value";

    public const string Insert = """
        insert into device (id, created_time, name, label, profile_id, customer_id, additional_info, firmware_id, software_id,
                            credentials_uuid, credentials_type, credentials_id, credentials_value)
        values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
        """;

    public const string InsertState = "insert into device_state (device, attributes_version) values (?1, ?2)";

    public const string Progress = """
        insert into device_import (id, started_time, updated_time, line, created, failed) values (@id, @now, @now, @line, @created, @failed)
        on conflict (id) do update
        set updated_time = excluded.updated_time, line = max(line, excluded.line), created = created + excluded.created, failed = failed + excluded.failed
        """;

    public const string LoadLine = "select line from device_import where id = @id";

    public const string LoadImport = "select id, started_time, updated_time, line, created, failed from device_import where id = @id";
}
