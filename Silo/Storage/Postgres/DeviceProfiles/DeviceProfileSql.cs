using System.Text;
using Npgsql;
using OrleansIot.DeviceProfiles;

namespace OrleansIot.Silo.Storage.Postgres.DeviceProfiles;

internal static class DeviceProfileSql
{
    /// <summary>The constraint that a profile's chain exists.</summary>
    public const string RuleChainKey = "device_profile_rule_chain";

    public const string Columns =
        "id, created_time, name, provision_type, provision_key, provision_secret, document, is_default, version, firmware_id, software_id, reprovision, rule_chain_id";

    public const string Load = $"select {Columns} from device_profile where id = $1";

    /// <summary>Nobody changes it until the transaction ends.</summary>
    public const string Lock = $"{Load} for update";

    public const string FindByName = $"select {Columns} from device_profile where name = $1";

    public const string FindDefault = $"select {Columns} from device_profile where is_default";

    public const string Insert = $"""
        insert into device_profile (
            id, name, name_folded, provision_type, provision_key, provision_secret, document, firmware_id, software_id, reprovision, rule_chain_id, created_time)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        returning {Columns}
        """;

    public const string Update = $"""
        update device_profile
        set name = $2, name_folded = $3, provision_type = $4, provision_key = $5, provision_secret = $6, document = $7,
            firmware_id = $8, software_id = $9, reprovision = $10, rule_chain_id = $11, version = version + 1
        where id = $1 and ($12::bigint is null or version = $12)
        returning {Columns}
        """;

    public const string Delete = """
        with gone as (
            delete from device_profile where id = $1 and not is_default returning id),
        fan_outs as (
            delete from ota_fan_out f using gone where f.profile_id = gone.id),
        roll_outs as (
            delete from ota_roll_out r using gone where r.profile_id = gone.id returning r.id),
        devices as (
            delete from ota_roll_out_device m using roll_outs r where m.roll_out_id = r.id)
        select count(*) from gone
        """;

    /// <summary>Whoever makes a profile the default one waits for the others who do.</summary>
    public const string LockDefault = "select pg_advisory_xact_lock($1)";

    public const string ClearDefault = "update device_profile set is_default = false, version = version + 1 where is_default and id <> $1";

    public const string SetDefault = "update device_profile set is_default = true, version = version + 1 where id = $1 and not is_default";

    /// <summary>The default profile, unless there is one: one of that name becomes it, or a new one is made.</summary>
    public const string AddNamed = """
        insert into device_profile (
            id, name, name_folded, provision_type, provision_key, provision_secret, document, firmware_id, software_id, reprovision, rule_chain_id, created_time)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        on conflict (name) do nothing
        """;

    public const string SetDefaultByName = "update device_profile set is_default = true, version = version + 1 where name = $1";

    public static readonly PagedList<DeviceProfileInfo> List = new(
        Columns, "device_profile", "name_folded",
        new Dictionary<string, string>
        {
            ["createdTime"] = "created_time",
            ["name"] = "name",
            ["isDefault"] = "is_default",
            ["default"] = "is_default",
            ["id"] = "id",
            ["type"] = "id",
            ["transportType"] = "member_text(document, 'transportType') collate \"C\"",
            ["description"] = "member_text(document, 'description') collate \"C\"",
        },
        Map);

    public static DeviceProfileInfo Map(NpgsqlDataReader row) => new(
        row.GetGuid(0),
        row.GetInt64(1),
        new(row.GetString(2), (ProvisionType)row.GetInt16(3), row.TextOrNull(4), row.TextOrNull(5), Encoding.UTF8.GetBytes(row.GetString(6)), row.IdOrNull(9), row.IdOrNull(10),
            row.GetBoolean(11), row.IdOrNull(12)),
        row.GetBoolean(7),
        row.GetInt64(8));

    public static object?[] Fields(Guid id, DeviceProfileFields fields) =>
    [
        id, fields.Name, fields.Name.Folded(), (short)fields.ProvisionType, fields.ProvisionKey, fields.ProvisionSecret, fields.Document.Text(), fields.FirmwareId,
        fields.SoftwareId, fields.Reprovision, fields.RuleChainId,
    ];
}
