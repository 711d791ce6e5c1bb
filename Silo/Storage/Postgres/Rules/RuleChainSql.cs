using Npgsql;
using OrleansIot.Rules;
using OrleansIot.Silo.Storage.Rules;

namespace OrleansIot.Silo.Storage.Postgres.Rules;

internal static class RuleChainSql
{
    private const string InfoColumns = "id, created_time, name, is_root, debug_mode, first_node_id, configuration, additional_info, version";

    private const string RecordColumns = $"{InfoColumns}, nodes";

    public const string Version = "select version from rule_version";

    public const string Load = $"select {RecordColumns} from rule_chain where id = $1";

    public const string FindByName = $"select {RecordColumns} from rule_chain where name = $1 order by created_time, id limit 1";

    public const string FindOfProfile = """
        select coalesce((select rule_chain_id from device_profile where id = $1), (select id from rule_chain where is_root))
        """;

    public const string DocumentOfProfile = "select document from device_profile where id = $1";

    public const string Insert = $"""
        insert into rule_chain (id, name, name_folded, debug_mode, configuration, additional_info, created_time, first_node_id, nodes)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        returning {RecordColumns}
        """;

    public const string AnyExists = "select 1 from rule_chain limit 1";

    public const string Update = $"""
        update rule_chain
        set name = $2, name_folded = $3, debug_mode = $4, configuration = $5, additional_info = $6, version = version + 1
        where id = $1 and ($7::bigint is null or version = $7)
        returning {RecordColumns}
        """;

    public const string SaveNodes = $"""
        update rule_chain set first_node_id = $2, nodes = $3, version = version + 1
        where id = $1 and ($4::bigint is null or version = $4)
        returning {RecordColumns}
        """;

    /// <summary>Whoever makes a chain the root waits for the others who do.</summary>
    public const string LockRoot = "select pg_advisory_xact_lock($1)";

    public const string ClearRoot = "update rule_chain set is_root = false, version = version + 1 where is_root and id <> $1";

    public const string SetRoot = "update rule_chain set is_root = true, version = version + 1 where id = $1 and not is_root";

    public const string Delete = "delete from rule_chain where id = $1 and not is_root";

    public static readonly PagedList<RuleChainInfo> List = new(
        InfoColumns, "rule_chain", "name_folded",
        new Dictionary<string, string> { ["createdTime"] = "created_time", ["name"] = "name", ["root"] = "is_root", ["id"] = "id" },
        Info);

    public static RuleChainRecord Record(NpgsqlDataReader row) => new(Info(row), RuleNodesJson.Read(row.GetString(9)));

    public static object?[] Fields(Guid id, RuleChainFields fields) =>
        [id, fields.Name, fields.Name.Folded(), fields.DebugMode, fields.Configuration.Text(), fields.AdditionalInfo.Text()];

    private static RuleChainInfo Info(NpgsqlDataReader row) => new(
        row.GetGuid(0),
        row.GetInt64(1),
        new(row.GetString(2), row.GetBoolean(4), row.JsonOrNull(6), row.JsonOrNull(7)),
        row.GetBoolean(3),
        row.IdOrNull(5),
        row.GetInt64(8));
}
