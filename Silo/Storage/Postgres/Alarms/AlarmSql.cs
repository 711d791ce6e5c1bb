using Npgsql;
using OrleansIot.Alarms;

namespace OrleansIot.Silo.Storage.Postgres.Alarms;

internal static class AlarmSql
{
    private const string Columns = """
        a.id, a.created_time, a.device_id, d.name, d.customer_id, a.type, a.severity, a.start_ts, a.end_ts, a.ack_ts, a.clear_ts, a.details
        """;

    private const string Join = "join device d on d.id = a.device_id";

    public const string Load = $"select {Columns} from alarm a {Join} where a.id = $1";

    public const string FindActive = $"select {Columns} from alarm a {Join} where a.device_id = $1 and a.type = $2 and a.clear_ts = 0";

    public const string Raise = $"""
        with a as (
            insert into alarm (id, created_time, device_id, type, type_folded, severity, start_ts, end_ts, details)
            values ($1, $2, $3, $4, $5, $6, $2, $2, $7)
            on conflict (device_id, type) where clear_ts = 0
            do update set severity = excluded.severity, end_ts = greatest(alarm.end_ts, excluded.end_ts), details = excluded.details
            returning *, xmax = 0 as is_new)
        select {Columns}, a.is_new from a {Join}
        """;

    public const string Clear = $"""
        with a as (
            update alarm set clear_ts = $2, end_ts = greatest(end_ts, $2), details = coalesce($3, details) where id = $1 and clear_ts = 0 returning *)
        select {Columns} from a {Join}
        """;

    public const string Acknowledge = $"""
        with a as (update alarm set ack_ts = $2 where id = $1 and ack_ts = 0 returning *)
        select {Columns} from a {Join}
        """;

    public const string Delete = "delete from alarm where id = $1";

    public static readonly PagedList<AlarmInfo> List = new(
        Columns, $"alarm a {Join}", "a.type_folded",
        new Dictionary<string, string>
        {
            ["createdTime"] = "a.created_time",
            ["startTs"] = "a.start_ts",
            ["endTs"] = "a.end_ts",
            ["ackTs"] = "a.ack_ts",
            ["clearTs"] = "a.clear_ts",
            ["type"] = "a.type",
            ["severity"] = "a.severity",
            ["originatorName"] = "d.name",
            ["status"] = "2 * (a.clear_ts <> 0)::int + (a.ack_ts <> 0)::int",
        },
        Map);

    public static AlarmInfo Map(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetInt64(1), row.GetGuid(2), row.GetString(3), row.IdOrNull(4), row.GetString(5), (AlarmSeverity)row.GetInt16(6),
        row.GetInt64(7), row.GetInt64(8), row.GetInt64(9), row.GetInt64(10), row.JsonOrNull(11));

    public static bool IsNew(NpgsqlDataReader row) => row.GetBoolean(12);

    public static Conditions Filter(AlarmQuery query) => new Conditions()
        .AddIfSet("a.device_id = {0}", query.DeviceId)
        .AddIfSet("d.customer_id = {0}", query.CustomerId)
        .AddIfSet("(a.clear_ts <> 0) = {0}", query.IsCleared)
        .AddIfSet("(a.ack_ts <> 0) = {0}", query.IsAcknowledged)
        .AddIfSet("a.severity = {0}", (short?)query.Severity)
        .AddIfSet("a.type = {0}", query.Type)
        .AddIfSet("a.created_time >= {0}", query.StartTs)
        .AddIfSet("a.created_time < {0}", query.EndTs);
}
