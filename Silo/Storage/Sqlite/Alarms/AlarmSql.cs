using OrleansIot.Alarms;
using Row = Microsoft.Data.Sqlite.SqliteDataReader;

namespace OrleansIot.Silo.Storage.Sqlite.Alarms;

internal static class AlarmSql
{
    private const string Columns = """
        a.id as id, a.created_time, a.device_id, d.name, d.customer_id, a.type, a.severity, a.start_ts, a.end_ts, a.ack_ts, a.clear_ts, a.details
        """;

    private const string Tables = "alarm a join device d on d.id = a.device_id";

    public const string Load = $"select {Columns} from {Tables} where a.id = @id";

    public const string FindActive = $"select {Columns} from {Tables} where a.device_id = @device and a.type = @type and a.clear_ts = 0";

    public const string Insert = """
        insert into alarm (id, created_time, device_id, type, severity, start_ts, end_ts, details)
        values (@id, @now, @device, @type, @severity, @now, @now, @details)
        """;

    public const string Raise = """
        update alarm set severity = @severity, end_ts = max(end_ts, @now), details = @details where device_id = @device and type = @type and clear_ts = 0
        """;

    public const string Clear = "update alarm set clear_ts = @now, end_ts = max(end_ts, @now), details = coalesce(@details, details) where id = @id and clear_ts = 0";

    public const string Acknowledge = "update alarm set ack_ts = @now where id = @id and ack_ts = 0";

    public const string Delete = "delete from alarm where id = @id";

    public const string Filter = """
        (@device is null or a.device_id = @device) and (@customer is null or d.customer_id = @customer) and (@cleared is null or (a.clear_ts <> 0) = @cleared)
        and (@acknowledged is null or (a.ack_ts <> 0) = @acknowledged) and (@severity is null or a.severity = @severity) and (@type is null or a.type = @type)
        and (@start is null or a.created_time >= @start) and (@end is null or a.created_time < @end)
        """;

    public static readonly PagedList<AlarmInfo> List = new(
        Columns, Tables, "a.type",
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
            ["status"] = "2 * (a.clear_ts <> 0) + (a.ack_ts <> 0)",
        },
        Map);

    public static AlarmInfo Map(Row row) => new(
        row.Id(0), row.GetInt64(1), row.Id(2), row.GetString(3), row.IdOrNull(4), row.GetString(5), (AlarmSeverity)row.GetByte(6),
        row.GetInt64(7), row.GetInt64(8), row.GetInt64(9), row.GetInt64(10), row.JsonOrNull(11));

    public static (string Name, object? Value)[] Parameters(AlarmQuery query) =>
    [
        ("@device", query.DeviceId.Text()), ("@customer", query.CustomerId.Text()), ("@cleared", query.IsCleared), ("@acknowledged", query.IsAcknowledged),
        ("@severity", (int?)query.Severity), ("@type", query.Type), ("@start", query.StartTs), ("@end", query.EndTs),
    ];
}
