using System.Text;
using OrleansIot.DeviceProfiles;
using Row = Microsoft.Data.Sqlite.SqliteDataReader;

namespace OrleansIot.Silo.Storage.Sqlite.DeviceProfiles;

internal static class DeviceProfileSql
{
    public const string Columns =
        "id, created_time, name, provision_type, provision_key, provision_secret, document, is_default, version, firmware_id, software_id, reprovision, rule_chain_id";

    public const string Load = $"select {Columns} from device_profile where id = @id";

    public const string FindByName = $"select {Columns} from device_profile where name = @name";

    public const string FindDefault = $"select {Columns} from device_profile where is_default = 1";

    public const string Insert =
        $"insert into device_profile ({Columns}) values (@id, @created, @name, @type, @key, @secret, @document, 0, 1, @firmware, @software, @reprovision, @chain)";

    public const string Update = """
        update device_profile
        set name = @name, provision_type = @type, provision_key = @key, provision_secret = @secret, document = @document,
            firmware_id = @firmware, software_id = @software, reprovision = @reprovision, rule_chain_id = @chain, version = version + 1
        where id = @id and (@expected is null or version = @expected)
        """;

    public const string Delete = "delete from device_profile where id = @id and is_default = 0";

    public const string ClearDefault = "update device_profile set is_default = 0, version = version + 1 where is_default = 1 and id <> @id";

    public const string SetDefault = "update device_profile set is_default = 1, version = version + 1 where id = @id and is_default = 0";

    public static readonly PagedList<DeviceProfileInfo> List = new(
        Columns, "device_profile", "name",
        new Dictionary<string, string> { ["createdTime"] = "created_time", ["name"] = "name", ["isDefault"] = "is_default", ["default"] = "is_default", ["id"] = "id", ["type"] = "id", ["transportType"] = "document ->> 'transportType'", ["description"] = "document ->> 'description'" },
        Map);

    public static DeviceProfileInfo Map(Row row) => new(
        row.Id(0),
        row.GetInt64(1),
        new(row.GetString(2), (ProvisionType)row.GetInt64(3), row.TextOrNull(4), row.TextOrNull(5), Encoding.UTF8.GetBytes(row.GetString(6)),
            row.IdOrNull(9), row.IdOrNull(10), row.GetInt64(11) != 0, row.IdOrNull(12)),
        row.GetInt64(7) != 0,
        row.GetInt64(8));

    public static (string Name, object? Value)[] Fields(Guid id, DeviceProfileFields fields) =>
    [
        ("@id", id.Text()), ("@name", fields.Name), ("@type", (int)fields.ProvisionType), ("@key", fields.ProvisionKey), ("@secret", fields.ProvisionSecret),
        ("@document", fields.Document.Text()), ("@firmware", fields.FirmwareId.Text()), ("@software", fields.SoftwareId.Text()), ("@reprovision", fields.Reprovision ? 1 : 0),
        ("@chain", fields.RuleChainId.Text()),
    ];
}
