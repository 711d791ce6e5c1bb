using OrleansIot.Rules;
using OrleansIot.Silo.Storage.Rules;
using Row = Microsoft.Data.Sqlite.SqliteDataReader;

namespace OrleansIot.Silo.Storage.Sqlite.Rules;

internal static class RuleChainSql
{
    private const string InfoColumns = "id, created_time, name, is_root, debug_mode, first_node_id, configuration, additional_info, version";

    public const string Version = "select version from rule_version";

    public const string Load = $"select {InfoColumns}, nodes from rule_chain where id = @id";

    public const string FindByName = $"select {InfoColumns}, nodes from rule_chain where name = @name order by created_time, id limit 1";

    public const string FindOfProfile = """
        select coalesce((select rule_chain_id from device_profile where id = @profile), (select id from rule_chain where is_root = 1))
        """;

    public const string DocumentOfProfile = "select document from device_profile where id = @profile";

    public const string Insert = """
        insert into rule_chain (id, created_time, name, debug_mode, first_node_id, configuration, additional_info, nodes)
        values (@id, @created, @name, @debug, @first, @configuration, @info, @nodes)
        """;

    public const string AnyExists = "select 1 from rule_chain limit 1";

    public const string Update = """
        update rule_chain
        set name = @name, debug_mode = @debug, configuration = @configuration, additional_info = @info, version = version + 1
        where id = @id and (@expected is null or version = @expected)
        """;

    public const string SaveNodes = """
        update rule_chain
        set first_node_id = @first, nodes = @nodes, version = version + 1
        where id = @id and (@expected is null or version = @expected)
        """;

    public const string ClearRoot = "update rule_chain set is_root = 0, version = version + 1 where is_root = 1 and id <> @id";

    public const string SetRoot = "update rule_chain set is_root = 1, version = version + 1 where id = @id and is_root = 0";

    public const string Delete = "delete from rule_chain where id = @id and is_root = 0";

    public static readonly PagedList<RuleChainInfo> List = new(
        InfoColumns, "rule_chain", "name",
        new Dictionary<string, string> { ["createdTime"] = "created_time", ["name"] = "name", ["root"] = "is_root", ["id"] = "id" },
        Info);

    public static RuleChainRecord Record(Row row) => new(Info(row), RuleNodesJson.Read(row.GetString(9)));

    public static (string Name, object? Value)[] Fields(Guid id, RuleChainFields fields) =>
    [
        ("@id", id.Text()), ("@name", fields.Name), ("@debug", fields.DebugMode ? 1 : 0), ("@configuration", fields.Configuration.Text()), ("@info", fields.AdditionalInfo.Text()),
    ];

    private static RuleChainInfo Info(Row row) => new(
        row.Id(0),
        row.GetInt64(1),
        new(row.GetString(2), row.GetInt64(4) != 0, row.JsonOrNull(6), row.JsonOrNull(7)),
        row.GetInt64(3) != 0,
        row.IdOrNull(5),
        row.GetInt64(8));
}
